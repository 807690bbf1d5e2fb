import { Button, Modal } from '@mantine/core';
import { IconCertificate, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftSummary } from '../../../../contract/station/templates.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Empty } from '../../../components/pages/Empty.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import { station } from '../../../rpc/client.ts';
import { queries } from '../../../rpc/queries.ts';
import { useMay } from '../../../rpc/useSession.ts';
import { DraftCard } from './DraftCard.tsx';
import { NewTemplateDialog } from './NewTemplateDialog.tsx';
import { TemplateCard } from './TemplateCard.tsx';
import { versionsByTitle } from './versions.ts';
import classes from './gallery.module.css';

const refreshDrafts = () => queries.invalidateQueries({ queryKey: station.templates.drafts.key() });

/** All templates as they print, and the drafts of what will be. */
export function TemplatesScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayEdit = useMay('templates.write');
  const published = useQuery({ ...station.templates.published.queryOptions(), staleTime: 0 });
  const drafts = useQuery({ ...station.templates.drafts.queryOptions(), staleTime: 0, enabled: mayEdit });
  const [making, setMaking] = useState(false);
  const [discarding, setDiscarding] = useState<DraftSummary | null>(null);
  const open = (draftId: string) => void navigate({ to: '/templates/draft/$draftId', params: { draftId } });
  const edit = useMutation({
    ...station.templates.edit.mutationOptions(),
    onSuccess: ({ draftId }) => {
      void refreshDrafts();
      open(draftId);
    },
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.templates')}</h1>
        <span className="grow" />
        {mayEdit ? (
          <ActionButton
            id="templates.new"
            keys="F2"
            primary
            label={t('templates.new')}
            icon={<IconPlus size={18} />}
            onRun={() => setMaking(true)}
          />
        ) : null}
      </div>
      <div className={`grow scroll ${classes['gallery'] ?? ''}`}>
        {mayEdit ? (
          <section className="stack" aria-label={t('templates.drafts')}>
            <h2 className="section">{t('templates.drafts')}</h2>
            {(drafts.data ?? []).length === 0 ? (
              <p className={classes['nothing']}>{t('templates.noDrafts')}</p>
            ) : (
              <div className={classes['drafts']}>
                {(drafts.data ?? []).map((draft) => (
                  <DraftCard
                    key={draft.draftId}
                    draft={draft}
                    onOpen={() => open(draft.draftId)}
                    onDiscard={() => setDiscarding(draft)}
                  />
                ))}
              </div>
            )}
          </section>
        ) : null}
        <Loaded query={published}>
          {(all) =>
            all.length === 0 ? (
              <div className="sheet grow">
                <Empty icon={<IconCertificate size={48} stroke={1.2} />} title={t('templates.empty')}>
                  {t('templates.emptyHint')}
                </Empty>
              </div>
            ) : (
              <section className="stack" aria-label={t('templates.published')}>
                <h2 className="section">{t('templates.published')}</h2>
                <div className={classes['cards']}>
                  {versionsByTitle(all).map((versions) => {
                    const own = new Set(
                      [versions.newest, ...versions.older].map(({ templateVersion }) => templateVersion),
                    );
                    return (
                      <TemplateCard
                        key={versions.title}
                        versions={versions}
                        draftId={drafts.data?.find(({ basedOn }) => own.has(basedOn ?? ''))?.draftId}
                        busy={
                          edit.isPending && edit.variables.templateVersion === versions.newest.templateVersion
                        }
                        onEdit={(templateVersion) => edit.mutate({ templateVersion })}
                      />
                    );
                  })}
                </div>
              </section>
            )
          }
        </Loaded>
      </div>
      {making ? (
        <NewTemplateDialog
          onBegun={({ draftId }) => {
            void refreshDrafts();
            open(draftId);
          }}
          onClose={() => setMaking(false)}
        />
      ) : null}
      {discarding === null ? null : <DiscardDialog draft={discarding} onClose={() => setDiscarding(null)} />}
    </div>
  );
}

function DiscardDialog({
  draft: { draftId, title },
  onClose,
}: {
  readonly draft: DraftSummary;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const discard = useMutation({
    ...station.templates.discard.mutationOptions(),
    onSuccess: refreshDrafts,
    onSettled: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('templates.discard')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack" style={{ gap: 16 }}>
        <p style={{ margin: 0 }}>{t('templates.discardWhy', { title })}</p>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button color="red" loading={discard.isPending} onClick={() => discard.mutate({ draftId })}>
            {t('templates.discard')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
