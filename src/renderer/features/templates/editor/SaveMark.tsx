import { Button, Loader } from '@mantine/core';
import { IconCheck, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MeaningIcon } from '../../../components/marks/MeaningMark.tsx';
import { explain } from '../../../components/problems/problems.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useStore } from '../../../state/store.ts';
import type { SaveState } from './autosave.ts';
import type { DraftEdits } from './useDraftEdits.ts';
import classes from './editor.module.css';

/** Whether what was edited is safe at the station. */
export function SaveMark({ autosave }: { readonly autosave: DraftEdits['autosave'] }) {
  const { t } = useTranslation();
  const state = useStore(autosave.state);
  return (
    <span className={classes['save']} role="status" data-state={state.kind}>
      <SaveIcon state={state} />
      {t(`templates.save.${state.kind}`)}
    </span>
  );
}

function SaveIcon({ state }: { readonly state: SaveState }) {
  switch (state.kind) {
    case 'saved':
      return <IconCheck size={16} aria-hidden />;
    case 'waiting':
      return <IconPencil size={16} aria-hidden />;
    case 'saving':
      return <Loader size={14} aria-hidden />;
    case 'problem':
      return <MeaningIcon meaning="bad" size={16} />;
    case 'elsewhere':
      return <MeaningIcon meaning="attention" size={16} />;
  }
}

interface SaveProblemProps {
  readonly autosave: DraftEdits['autosave'];
  readonly onTakeTheirs: () => void;
}

/** What to do when a draft could not be saved. */
export function SaveProblem({ autosave, onTakeTheirs }: SaveProblemProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const state = useStore(autosave.state);
  if (state.kind === 'elsewhere') {
    const { editedBy, editedAt } = state;
    return (
      <div className={classes['problem']} role="alert">
        <MeaningIcon meaning="attention" />
        <span className="grow">
          {t('templates.elsewhere', { who: editedBy, at: formats.fromNow(editedAt) })}
        </span>
        <Button size="xs" variant="default" onClick={onTakeTheirs}>
          {t('templates.takeTheirs')}
        </Button>
        <Button size="xs" variant="outline" onClick={() => void autosave.keepMine()}>
          {t('templates.keepMine')}
        </Button>
      </div>
    );
  }
  if (state.kind !== 'problem') return null;
  const { happened, next } = explain(state.problem, t, formats);
  return (
    <div className={classes['problem']} role="alert">
      <MeaningIcon meaning="bad" />
      <span className="grow">
        {happened} {next}
      </span>
      <Button size="xs" variant="outline" onClick={() => void autosave.flush()}>
        {t('templates.saveAgain')}
      </Button>
    </div>
  );
}
