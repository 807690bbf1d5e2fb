import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../contract/station/packing.ts';
import { useAddressDraft } from '../../components/address/addressDraft.ts';
import { AddressFields } from '../../components/address/AddressFields.tsx';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';

interface AddressDialogProps {
  readonly parcel: Parcel;
  readonly onClose: () => void;
  readonly onSaved: (parcel: Parcel) => void;
}

/** Corrects where an envelope goes; the reason stays on record. */
export function AddressDialog({ parcel, onClose, onSaved }: AddressDialogProps) {
  const { t } = useTranslation();
  const draft = useAddressDraft(parcel.address);
  const [reason, setReason] = useState('');
  const save = useMutation({
    ...station.packing.correctAddress.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: onSaved,
  });
  const ready = draft.parsed !== null && reason.trim().length >= 3;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('pack.correct')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="stack"
        style={{ gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.parsed !== null && ready)
            save.mutate({ parcelId: parcel.parcelId, address: draft.parsed, reason: reason.trim() });
        }}
      >
        <AddressFields draft={draft} />
        <TextInput
          label={t('common.reason')}
          description={t('common.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={300}
        />
        {save.isError ? <ProblemCard problem={problemOf(save.error)} onDone={() => save.reset()} /> : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={save.isPending}>
            {t('pack.saveAddress')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
