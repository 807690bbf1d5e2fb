import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { addressFields } from './addressDraft.ts';
import type { AddressDraft } from './addressDraft.ts';
import classes from './address.module.css';

/** The lines of an address, to be typed. */
export function AddressFields({ draft }: { readonly draft: AddressDraft }) {
  const { t } = useTranslation();
  return (
    <div className={classes['address']}>
      {addressFields.map((field) => (
        <TextInput
          key={field}
          wrapperProps={{ 'data-field': field }}
          {...(field === 'name' ? { 'data-autofocus': true } : {})}
          label={t(`pack.field.${field}`)}
          value={draft.values[field]}
          onChange={(event) => draft.set(field, event.currentTarget.value)}
          maxLength={field === 'country' ? 2 : 200}
          autoComplete="off"
        />
      ))}
    </div>
  );
}
