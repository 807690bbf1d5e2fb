import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../../contract/station/packing.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { ReasonDialog } from '../../../components/dialogs/ReasonDialog.tsx';
import { SecondPersonDialog } from '../../../components/dialogs/SecondPersonDialog.tsx';
import { showProblem } from '../../../components/problems/problemStore.ts';
import { station } from '../../../rpc/client.ts';
import { problemOf } from '../../../rpc/problem.ts';
import { queries } from '../../../rpc/queries.ts';

/** Gives a label back to the carrier, with a reason and, after the hand-over, a second person. */
export function VoidLabel({ parcel }: { readonly parcel: Parcel }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [needsApproval, setNeedsApproval] = useState<string | null>(null);
  const voidLabel = useMutation({
    ...station.shipping.voidLabel.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: () => {
      setNeedsApproval(null);
      void queries.invalidateQueries({ queryKey: station.shipping.key() });
    },
    onError: (error, { reason }) => {
      const problem = problemOf(error);
      if (problem.code === 'APPROVAL_NEEDED') setNeedsApproval(reason);
      else showProblem({ problem, retry: null });
    },
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <div>
        <ActionButton id="ship.void" keys="F8" danger label={t('ship.void')} onRun={() => setAsking(true)} />
      </div>
      {asking ? (
        <ReasonDialog
          title={t('ship.void')}
          explanation={t('ship.voidWhy', { parcel: parcel.parcelNumber })}
          confirm={t('ship.void')}
          busy={voidLabel.isPending}
          danger
          onConfirm={(reason) => voidLabel.mutate({ parcelId: parcel.parcelId, reason })}
          onClose={() => setAsking(false)}
        />
      ) : null}
      {needsApproval === null ? null : (
        <SecondPersonDialog
          action="void_label"
          subjectId={parcel.parcelId}
          reason={needsApproval}
          onApproved={(approvalId) =>
            voidLabel.mutate({ parcelId: parcel.parcelId, reason: needsApproval, approvalId })
          }
          onClose={() => setNeedsApproval(null)}
        />
      )}
    </>
  );
}
