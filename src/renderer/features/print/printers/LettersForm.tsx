import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LetterSettings } from '../../../../contract/station/letters.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import { station } from '../../../rpc/client.ts';
import { queries } from '../../../rpc/queries.ts';
import classes from './printers.module.css';

/** What stands on every cover letter. */
export function LettersForm() {
  const settings = useQuery(station.letters.settings.queryOptions());
  return <Loaded query={settings}>{(kept) => <Words kept={kept} />}</Loaded>;
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function Words({ kept }: { readonly kept: LetterSettings }) {
  const { t } = useTranslation();
  const [contact, setContact] = useState(kept.contact);
  const [language, setLanguage] = useState(kept.language);
  const [steps, setSteps] = useState({
    en: kept.instructions.en.join('\n'),
    es: kept.instructions.es.join('\n'),
  });
  const save = useMutation({
    ...station.letters.saveSettings.mutationOptions(),
    onSuccess: () => {
      notifications.show({ message: t('letters.saved') });
      return queries.invalidateQueries({ queryKey: station.letters.key() });
    },
  });
  const instructions = { en: linesOf(steps.en), es: linesOf(steps.es) };
  const sound = [instructions.en, instructions.es].every(({ length }) => length > 0 && length <= 5);
  return (
    <section className="sheet pad stack" style={{ gap: 16 }} aria-label={t('letters.title')}>
      <p className="soft" style={{ margin: 0 }}>
        {t('letters.hint')}
      </p>
      <div className="row wrap" style={{ gap: 24, alignItems: 'flex-end' }}>
        <div className="stack">
          <span>{t('letters.school')}</span>
          <SegmentedControl
            aria-label={t('letters.school')}
            value={language}
            onChange={setLanguage}
            data={[
              { value: 'en', label: 'English' },
              { value: 'es', label: 'Español' },
            ]}
          />
        </div>
        <TextInput
          className="grow"
          label={t('letters.contact')}
          maxLength={200}
          value={contact}
          onChange={(event) => setContact(event.currentTarget.value)}
        />
      </div>
      <div className="stack" style={{ gap: 4 }}>
        <span>{t('letters.steps')}</span>
        <span className="soft">{t('letters.stepsHint', { verifySite: '{{verifySite}}' })}</span>
      </div>
      <div className={classes['columns']}>
        <Textarea
          label={t('letters.stepsEn')}
          autosize
          minRows={8}
          lang="en"
          value={steps.en}
          onChange={(event) => setSteps({ ...steps, en: event.currentTarget.value })}
        />
        <Textarea
          label={t('letters.stepsEs')}
          autosize
          minRows={8}
          lang="es"
          value={steps.es}
          onChange={(event) => setSteps({ ...steps, es: event.currentTarget.value })}
        />
      </div>
      <div className="row">
        <ActionButton
          id="letters.save"
          keys="F2"
          primary
          label={t('letters.save')}
          disabled={!sound}
          loading={save.isPending}
          onRun={() => save.mutate({ contact, language, instructions })}
        />
      </div>
    </section>
  );
}
