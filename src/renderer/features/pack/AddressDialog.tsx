import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../contract/station/packing.ts';
import { PostalAddress } from '../../../domain/address.ts';
import { ProblemCard } from '../../components/ProblemCard.tsx';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import classes from './pack.module.css';

interface AddressDialogProps {
  readonly parcel: Parcel;
  readonly onClose: () => void;
  readonly onSaved: (parcel: Parcel) => void;
}

const fields = ['name', 'street1', 'street2', 'city', 'region', 'postalCode', 'country'] as const;

/** Corrects where an envelope goes; the reason stays on record. */
export function AddressDialog({ parcel, onClose, onSaved }: AddressDialogProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Record<(typeof fields)[number], string>>({
    ...parcel.address,
    street2: parcel.address.street2 ?? '',
  });
  const [reason, setReason] = useState('');
  const save = useMutation({
    ...station.packing.correctAddress.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: onSaved,
  });
  const { street2, ...rest } = draft;
  const parsed = PostalAddress.safeParse({
    ...rest,
    country: rest.country.trim().toUpperCase(),
    ...(street2.trim() === '' ? {} : { street2 }),
  });
  const ready = parsed.success && reason.trim().length >= 3;
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
          if (parsed.success && ready)
            save.mutate({ parcelId: parcel.parcelId, address: parsed.data, reason: reason.trim() });
        }}
      >
        <div className={classes['address']}>
          {fields.map((field) => (
            <TextInput
              key={field}
              wrapperProps={{ 'data-field': field }}
              {...(field === 'name' ? { 'data-autofocus': true } : {})}
              label={t(`pack.field.${field}`)}
              value={draft[field]}
              onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
              maxLength={field === 'country' ? 2 : 200}
              autoComplete="off"
            />
          ))}
        </div>
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
