import { Button } from '@mantine/core';
import { IconFileAlert } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../../../contract/station/templates.ts';
import { parseTemplateJson } from '../../../../documents/preview/editedTemplate.ts';
import { Empty } from '../../../components/pages/Empty.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import { station } from '../../../rpc/client.ts';
import { draftFiles } from '../preview/draftFiles.ts';
import { EditorDesk } from './EditorDesk.tsx';
import classes from './editor.module.css';

/** Fetches a draft with its files, and shows the editor on it. */
export function EditorScreen({ draftId }: { readonly draftId: string }) {
  const [opening, setOpening] = useState(0);
  return <OpenDraft key={opening} draftId={draftId} onOpenAnew={() => setOpening((count) => count + 1)} />;
}

interface OpenDraftProps {
  readonly draftId: string;
  /** Lets go of what is on the screen and fetches the draft as it is at the station. */
  readonly onOpenAnew: () => void;
}

function OpenDraft({ draftId, onOpenAnew }: OpenDraftProps) {
  // Asked for once: later answers come with each save, and must not take away what is being typed.
  const [asked] = useState(() => Date.now());
  const opened = useQuery({
    queryKey: ['draftOpened', draftId, asked],
    queryFn: async ({ client: cache }) => {
      const draft = await cache.fetchQuery(
        station.templates.draft.queryOptions({ input: { draftId }, staleTime: 0 }),
      );
      return { draft, files: await draftFiles(draftId, draft.files) };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Loaded query={opened}>
      {({ draft, files }) => <ReadDraft draft={draft} files={files} onOpenAnew={onOpenAnew} />}
    </Loaded>
  );
}

interface ReadDraftProps {
  readonly draft: Draft;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly onOpenAnew: () => void;
}

function ReadDraft({ draft, files, onOpenAnew }: ReadDraftProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const parsed = useMemo(() => parseTemplateJson(draft.templateJson), [draft.templateJson]);
  if (parsed.ok) {
    return <EditorDesk draft={draft} template={parsed.value} files={files} onOpenAnew={onOpenAnew} />;
  }
  return (
    <div className="page">
      <Empty
        icon={<IconFileAlert size={48} stroke={1.2} />}
        title={t('templates.broken')}
        action={<Button onClick={() => void navigate({ to: '/templates' })}>{t('templates.back')}</Button>}
      >
        {t('templates.brokenHint')}
      </Empty>
      <ul className={classes['faults']}>
        {parsed.error.map(({ at, message }) => (
          <li key={`${at} ${message}`}>
            <span className="code">{at}</span> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
