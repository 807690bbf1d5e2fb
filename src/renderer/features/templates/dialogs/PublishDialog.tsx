import { Button, Checkbox, Loader, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../../../../contract/station/templates.ts';
import { MeaningIcon, MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { ProblemCard } from '../../../components/problems/ProblemCard.tsx';
import { client, station } from '../../../rpc/client.ts';
import { problemOf } from '../../../rpc/problem.ts';
import { queries } from '../../../rpc/queries.ts';
import { ChangeList } from '../compare/ChangeList.tsx';
import type { DraftEdits } from '../editor/useDraftEdits.ts';
import { fieldName } from '../model/fieldName.ts';
import { faultWords } from '../model/remarks.ts';
import classes from '../editor/editor.module.css';

interface PublishDialogProps {
  readonly draft: Draft;
  readonly edits: DraftEdits;
  /** How many things there are to look at with the values on the screen. */
  readonly things: number;
  readonly onClose: () => void;
}

/** What is about to be published: faults first, then what changes, then for whom. */
export function PublishDialog({ draft, edits, things, onClose }: PublishDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { draftId, basedOn } = draft;
  const { now, autosave } = edits;
  const [moveCourses, setMoveCourses] = useState(true);
  const [opened] = useState(() => Date.now());
  const checked = useQuery({
    queryKey: ['draftToPublish', draftId, opened],
    queryFn: async () => {
      const saved = await autosave.flush();
      const { faults } = await client.templates.draft({ draftId });
      const compared =
        basedOn === null || faults.length > 0
          ? null
          : await client.templates.compare({ before: basedOn, after: draftId });
      return { saved, faults, changes: compared?.changes ?? null };
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const publish = useMutation({
    mutationFn: () =>
      client.templates.publish({
        draftId,
        revision: autosave.revision(),
        moveCourses: basedOn !== null && moveCourses,
      }),
    meta: { ownProblem: true },
    onSuccess: async ({ coursesMoved }) => {
      autosave.stop();
      await queries.invalidateQueries({ queryKey: station.templates.key() });
      notifications.show({
        message: `${t('templates.publishDone')}${coursesMoved === 0 ? '' : ` ${t('templates.publishMoved', { count: coursesMoved })}`}`,
      });
      await navigate({ to: '/templates' });
    },
  });
  const ready = checked.data?.saved === true && checked.data.faults.length === 0;
  const nameOf = (at: string): string => {
    const field = now.template.fields.find(({ id }) => id === at);
    return field === undefined ? at : fieldName(field);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('templates.publishTitle', { title: now.title })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack" style={{ gap: 16 }}>
        <p className="soft" style={{ margin: 0 }}>
          {t('templates.publishWhy')}
        </p>
        {checked.isPending ? (
          <p className="row" role="status" style={{ margin: 0 }}>
            <Loader size="xs" aria-hidden /> {t('common.loading')}
          </p>
        ) : null}
        {checked.isError ? (
          <ProblemCard problem={problemOf(checked.error)} onRetry={() => void checked.refetch()} />
        ) : null}
        {checked.data?.saved === false ? (
          <MeaningMark meaning="bad">{t('templates.unsavedFirst')}</MeaningMark>
        ) : null}
        {checked.data !== undefined && checked.data.faults.length > 0 ? (
          <section className="stack" aria-label={t('templates.publishFaults')}>
            <h2 className="section">{t('templates.publishFaults')}</h2>
            <ul className={classes['faults']}>
              {checked.data.faults.map((fault) => (
                <li key={`${fault.at} ${fault.message}`}>
                  <MeaningIcon meaning="bad" />
                  <span>
                    <strong>{nameOf(fault.at)}</strong> {faultWords(fault, t)}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {ready ? (
          <>
            <div className="row wrap">
              <MeaningMark meaning="good">{t('templates.publishReady')}</MeaningMark>
              {things === 0 ? null : (
                <MeaningMark meaning="attention">
                  {t('templates.publishThings', { count: things })}
                </MeaningMark>
              )}
            </div>
            <Changes changes={checked.data?.changes ?? null} template={now.template} />
            {basedOn === null ? null : (
              <Checkbox
                label={t('templates.moveCourses')}
                checked={moveCourses}
                onChange={(event) => setMoveCourses(event.currentTarget.checked)}
              />
            )}
          </>
        ) : null}
        {publish.isError ? (
          <div>
            <ProblemCard
              problem={problemOf(publish.error)}
              onRetry={() => publish.mutate()}
              onDone={() => publish.reset()}
            />
            <p style={{ margin: '8px 0 0' }}>
              <MeaningMark meaning="good">{t('templates.publishSafe')}</MeaningMark>
            </p>
          </div>
        ) : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={!ready} loading={publish.isPending} onClick={() => publish.mutate()}>
            {t('templates.publishDo')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Changes({
  changes,
  template,
}: {
  readonly changes: Parameters<typeof ChangeList>[0]['changes'] | null;
  readonly template: DraftEdits['now']['template'];
}) {
  const { t } = useTranslation();
  if (changes === null) return <p style={{ margin: 0 }}>{t('templates.publishFirst')}</p>;
  if (changes.length === 0) return <p style={{ margin: 0 }}>{t('templates.publishNoChanges')}</p>;
  return (
    <section className="stack" aria-label={t('templates.changes')}>
      <h2 className="section">{t('templates.publishChanges', { count: changes.length })}</h2>
      <div style={{ maxHeight: 240, overflow: 'auto' }}>
        <ChangeList changes={changes} fields={template.fields} />
      </div>
    </section>
  );
}
