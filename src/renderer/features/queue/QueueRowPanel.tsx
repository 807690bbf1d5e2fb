import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../../contract/station/queue.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { ReasonDialog } from '../../components/dialogs/ReasonDialog.tsx';
import { RiskMark } from '../../components/marks/RiskMark.tsx';
import { useFormats } from '../../i18n/format.ts';
import { scanReasonText } from '../../i18n/scanReason.ts';
import { station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';
import { useMay } from '../../rpc/useSession.ts';

const refresh = () => {
  void queries.invalidateQueries({ queryKey: station.queue.key() });
  void queries.invalidateQueries({ queryKey: station.overview.key() });
};

/** The certificate in hand: its facts, hold and release, and the way to its history. */
export function QueueRowPanel({ row }: { readonly row: QueueRow }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayHold = useMay('hold.set');
  const mayRelease = useMay('hold.release');
  const [asking, setAsking] = useState(false);
  const hold = useMutation({
    ...station.queue.setHold.mutationOptions(),
    onSuccess: refresh,
    onSettled: () => setAsking(false),
  });
  const release = useMutation({ ...station.queue.releaseHold.mutationOptions(), onSuccess: refresh });
  return (
    <aside className="sheet side stack" aria-label={t('queue.inHand')} style={{ gap: 16 }}>
      <div>
        <h2 style={{ margin: 0, fontSize: 20, lineHeight: '28px', fontWeight: 600 }}>
          <bdi>{row.issuedName}</bdi>
        </h2>
        <span className="code soft">{row.certificateNumber}</span>
      </div>
      <dl className="facts">
        <dt>{t('queue.column.left')}</dt>
        <dd>
          <RiskMark risk={row.risk} slackMinutes={row.slackMinutes} />
        </dd>
        <dt>{t('queue.column.due')}</dt>
        <dd>{row.dueAt === null ? t('queue.noDeadline') : formats.instant(row.dueAt)}</dd>
        <dt>{t('queue.column.course')}</dt>
        <dd>{row.courseTitle}</dd>
        <dt>{t('queue.completed')}</dt>
        <dd>{formats.date(row.completionDate)}</dd>
        <dt>{t('queue.jurisdiction')}</dt>
        <dd>{row.jurisdiction === 'NONE' ? t('queue.noJurisdiction') : row.jurisdiction}</dd>
        <dt>{t('queue.lease')}</dt>
        <dd>
          {row.leasedUntil === null
            ? t('queue.notLeased')
            : t('queue.leasedUntil', { until: formats.instant(row.leasedUntil) })}
        </dd>
        <dt>{t('queue.attempts')}</dt>
        <dd>{row.attempts}</dd>
        {row.hold === null ? null : (
          <>
            <dt>{t('queue.held')}</dt>
            <dd>{scanReasonText(row.hold.reason, t)}</dd>
          </>
        )}
      </dl>
      <div className="row wrap">
        {row.hold === null && mayHold ? (
          <ActionButton id="queue.hold" keys="H" label={t('queue.hold')} onRun={() => setAsking(true)} />
        ) : null}
        {row.hold !== null && mayRelease ? (
          <ActionButton
            id="queue.release"
            keys="H"
            label={t('queue.release')}
            loading={release.isPending}
            onRun={() => release.mutate({ deliverableId: row.deliverableId })}
          />
        ) : null}
        <Button
          variant="subtle"
          renderRoot={(props) => (
            <Link {...props} to="/history/$certificateId" params={{ certificateId: row.certificateId }} />
          )}
        >
          {t('queue.history')}
        </Button>
      </div>
      {asking ? (
        <ReasonDialog
          title={t('queue.hold')}
          explanation={t('queue.holdWhy', { name: row.issuedName })}
          confirm={t('queue.hold')}
          busy={hold.isPending}
          onConfirm={(reason) => hold.mutate({ deliverableId: row.deliverableId, reason })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </aside>
  );
}
