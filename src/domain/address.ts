import { z } from 'zod';

/** Where an envelope goes. `region` is the state or province, `country` an ISO 3166-1 alpha-2 code. */
export const PostalAddress = z.object({
  name: z.string().max(200),
  street1: z.string().max(200),
  street2: z.string().max(200).optional(),
  city: z.string().max(120),
  region: z.string().max(120),
  postalCode: z.string().max(20),
  country: z.string().regex(/^[A-Z]{2}$/u, 'an ISO 3166-1 alpha-2 code such as US'),
});
export type PostalAddress = z.infer<typeof PostalAddress>;

/** What may be wrong with an address, as far as it can be told without asking a carrier. */
export const AddressProblem = z.enum([
  'name_missing',
  'street_missing',
  'city_missing',
  'region_missing',
  'region_unknown',
  'postal_code_missing',
  'postal_code_odd',
  'house_number_missing',
]);
export type AddressProblem = z.infer<typeof AddressProblem>;
