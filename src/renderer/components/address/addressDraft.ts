import { useState } from 'react';
import { PostalAddress } from '../../../domain/address.ts';

/** The lines of an address in the order in which they are asked for. */
export const addressFields = [
  'name',
  'street1',
  'street2',
  'city',
  'region',
  'postalCode',
  'country',
] as const;
export type AddressField = (typeof addressFields)[number];

/** An address while it is typed; `parsed` is null until it is whole. */
export interface AddressDraft {
  readonly values: Readonly<Record<AddressField, string>>;
  readonly set: (field: AddressField, value: string) => void;
  readonly parsed: PostalAddress | null;
}

const NONE: Readonly<Record<AddressField, string>> = {
  name: '',
  street1: '',
  street2: '',
  city: '',
  region: '',
  postalCode: '',
  country: 'US',
};

/** Keeps an address while it is typed, beginning with the one that is there. */
export function useAddressDraft(address: PostalAddress | null): AddressDraft {
  const [values, setValues] = useState<Readonly<Record<AddressField, string>>>({
    ...NONE,
    ...address,
    street2: address?.street2 ?? '',
  });
  const { street2, ...rest } = values;
  const parsed = PostalAddress.safeParse({
    ...rest,
    country: rest.country.trim().toUpperCase(),
    ...(street2.trim() === '' ? {} : { street2 }),
  });
  return {
    values,
    set: (field, value) => setValues({ ...values, [field]: value }),
    parsed: parsed.success ? parsed.data : null,
  };
}
