import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../../contract/station/packing.ts';
import { useAddressDraft } from '../../../components/address/addressDraft.ts';
import { AddressFields } from '../../../components/address/AddressFields.tsx';
import { SecondPersonDialog } from '../../../components/dialogs/SecondPersonDialog.tsx';
import { asksForSerial, SerialDialog } from '../../../components/dialogs/SerialDialog.tsx';
import type { SaidSerial } from '../../../components/dialogs/SerialDialog.tsx';
import { ProblemCard } from '../../../components/problems/ProblemCard.tsx';
import { station } from '../../../rpc/client.ts';
import { problemOf } from '../../../rpc/problem.ts';

/** What is done about an envelope that came back: its sheets go out again, or one of them is printed anew. */
export type ReturnNext =
  | { readonly kind: 'resume'; readonly parcel: Parcel }
  | { readonly kind: 'spoil'; readonly parcel: Parcel; readonly piece: Parcel['pieces'][number] };

interface ReturnNextDialogProps {
  readonly next: ReturnNext;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Confirms what next, with the address to which it goes. */
export function ReturnNextDialog({ next, onDone, onClose }: ReturnNextDialogProps) {
  const { t } = useTranslation();
  const draft = useAddressDraft(next.parcel.address);
  const [serial, setSerial] = useState<SaidSerial | null>(null);
  const changed = JSON.stringify(draft.parsed) !== JSON.stringify(next.parcel.address);
  const resume = useMutation({
    ...station.shipping.resumeReturn.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: ({ resumed, left }) => {
      notifications.show({ message: t('returned.resumed', { n: resumed, left }) });
      onDone();
    },
  });
  const spoil = useMutation({
    ...station.shipping.spoilReturned.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: () => {
      notifications.show({ message: t('returned.spoiled') });
      onDone();
    },
  });
  const busy = resume.isPending || spoil.isPending;
  const send = (approvalId?: string, said = serial) => {
    if (draft.parsed === null || busy) return;
    const address = changed ? { address: draft.parsed } : {};
    if (next.kind === 'resume') {
      resume.mutate({ parcelId: next.parcel.parcelId, ...address });
      return;
    }
    setSerial(said);
    spoil.mutate({
      pieceId: next.piece.pieceId,
      ...address,
      ...(approvalId === undefined ? {} : { approvalId }),
      ...said,
    });
  };
  const problem = resume.isError ? problemOf(resume.error) : spoil.isError ? problemOf(spoil.error) : null;
  const again = () => {
    resume.reset();
    spoil.reset();
  };
  if (next.kind === 'spoil' && problem !== null && asksForSerial(problem))
    return (
      <SerialDialog problem={problem} busy={busy} onSaid={(said) => send(undefined, said)} onClose={again} />
    );
  if (next.kind === 'spoil' && problem?.code === 'APPROVAL_NEEDED')
    return (
      <SecondPersonDialog
        action="spoil_numbered_sheet"
        subjectId={next.piece.pieceId}
        reason={t('returned.reason.damaged')}
        onApproved={(approvalId) => send(approvalId)}
        onClose={again}
      />
    );
  const title =
    next.kind === 'resume'
      ? t('returned.resumeTitle', { parcel: next.parcel.parcelNumber })
      : t('returned.spoilTitle', { number: next.piece.certificateNumber });
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <p style={{ margin: 0 }}>
          {next.kind === 'resume' ? t('returned.resumeWhy') : t('returned.spoilWhy')}
        </p>
        <AddressFields draft={draft} />
        {problem === null ? null : <ProblemCard problem={problem} onDone={again} />}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            disabled={draft.parsed === null}
            loading={busy}
            {...(next.kind === 'spoil' ? { color: 'red' } : {})}
          >
            {next.kind === 'resume' ? t('returned.resume') : t('returned.spoil')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
