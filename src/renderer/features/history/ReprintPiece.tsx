import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CertificateCard } from '../../../contract/station/history.ts';
import { ReasonDialog } from '../../components/dialogs/ReasonDialog.tsx';
import { SecondPersonDialog } from '../../components/dialogs/SecondPersonDialog.tsx';
import { showProblem } from '../../components/problems/problemStore.ts';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import { queries } from '../../rpc/queries.ts';
import { useMay } from '../../rpc/useSession.ts';

/** Stages after which the paper is not in the house, and another piece can be asked for. */
const gone = ['handed_over', 'in_transit', 'delivered', 'lost'] as const;

/** Asks for another piece of a certificate whose paper left the house, and says where that paper is. Two people. */
export function ReprintPiece({ piece }: { readonly piece: CertificateCard['pieces'][number] }) {
  const { t } = useTranslation();
  const mayReprint = useMay('piece.reprint');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const reprint = useMutation({
    ...station.history.reprint.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: () => {
      setReason(null);
      notifications.show({ message: t('reprint.done') });
      void queries.invalidateQueries({ queryKey: station.history.key() });
      void queries.invalidateQueries({ queryKey: station.overview.key() });
    },
    onError: (error, wanted) => {
      const problem = problemOf(error);
      if (problem.code === 'APPROVAL_NEEDED') setReason(wanted.reason);
      else showProblem({ problem, retry: null });
    },
    onSettled: () => setAsking(false),
  });
  const stage = gone.find((each) => each === piece.stage);
  if (stage === undefined || piece.replaced || !mayReprint) return null;
  const { pieceId, certificateNumber: number } = piece;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={t('reprint.askOf', { number })}
        onClick={() => setAsking(true)}
      >
        {t('reprint.ask')}
      </Button>
      {asking ? (
        <ReasonDialog
          title={t('reprint.title', { number })}
          explanation={`${t(`reprint.where.${stage}`)} ${t('reprint.why')}`}
          confirm={t('reprint.ask')}
          busy={reprint.isPending}
          danger
          onConfirm={(given) => reprint.mutate({ pieceId, reason: given })}
          onClose={() => setAsking(false)}
        />
      ) : null}
      {reason === null ? null : (
        <SecondPersonDialog
          action="reprint_after_hand_over"
          subjectId={pieceId}
          reason={reason}
          onApproved={(approvalId) => reprint.mutate({ pieceId, reason, approvalId })}
          onClose={() => setReason(null)}
        />
      )}
    </>
  );
}
