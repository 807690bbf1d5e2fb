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

/** Street words and their short forms: USPS Publication 28, appendix C1 (suffixes), C2 (units), and directions. */
const SHORT: ReadonlyMap<string, string> = new Map(
  (
    'ALLEY=ALY AVENUE=AVE BOULEVARD=BLVD CIRCLE=CIR COURT=CT CROSSING=XING DRIVE=DR EXPRESSWAY=EXPY FREEWAY=FWY ' +
    'HEIGHTS=HTS HIGHWAY=HWY LANE=LN PARKWAY=PKWY PLACE=PL PLAZA=PLZ ROAD=RD SQUARE=SQ STREET=ST TERRACE=TER ' +
    'TRAIL=TRL TURNPIKE=TPKE APARTMENT=APT BUILDING=BLDG FLOOR=FL ROOM=RM SUITE=STE NORTH=N SOUTH=S EAST=E WEST=W ' +
    'NORTHEAST=NE NORTHWEST=NW SOUTHEAST=SE SOUTHWEST=SW'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
);

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[.'’`]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}/&-]+/gu, ' ')
    .trim();
}

function plainStreet(text: string, country: string): string {
  if (country !== 'US') return plain(text);
  return plain(text)
    .split(' ')
    .map((word) => SHORT.get(word) ?? word)
    .join(' ');
}

/**
 * A key that says which envelope: two addresses with the same key may share one, two with different keys may not. The
 * name is part of it, so nobody's certificate goes into another person's envelope; spelling of streets, case and
 * punctuation are not, nor is the add-on of a US ZIP code.
 */
export function addressKey(address: PostalAddress): string {
  const postalCode = plain(address.postalCode).replace(/[ -]/gu, '');
  return [
    plain(address.name),
    plainStreet(`${address.street1} ${address.street2 ?? ''}`, address.country),
    plain(address.city),
    plain(address.region),
    address.country === 'US' ? postalCode.slice(0, 5) : postalCode,
    address.country,
  ].join('\n');
}

const US_REGIONS: ReadonlySet<string> = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR ' +
    'PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI FM MH PW AA AE AP'
  ).split(' '),
);

const POSTAL_CODE: Readonly<Record<string, RegExp>> = {
  US: /^[0-9]{5}(?:-?[0-9]{4})?$/u,
  CA: /^[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]$/u,
  MX: /^[0-9]{5}$/u,
  GB: /^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$/u,
};

/** Countries where the post asks for a state or province. */
const REGION_NEEDED: ReadonlySet<string> = new Set(['US', 'CA', 'MX', 'AU', 'BR', 'IN', 'CN']);

/**
 * What is missing or odd in an address, as far as paper tells; an empty list means worth asking the carrier. A street
 * line without any digit is odd in the US unless it is a box or general delivery.
 */
export function addressProblems(address: PostalAddress): readonly AddressProblem[] {
  const problems: AddressProblem[] = [];
  const street = plain(address.street1);
  const region = plain(address.region);
  const postalCode = address.postalCode.trim().toUpperCase();
  if (plain(address.name) === '') problems.push('name_missing');
  if (street === '') problems.push('street_missing');
  if (plain(address.city) === '') problems.push('city_missing');
  if (region === '' && REGION_NEEDED.has(address.country)) problems.push('region_missing');
  if (region !== '' && address.country === 'US' && !US_REGIONS.has(region)) problems.push('region_unknown');
  const shape = POSTAL_CODE[address.country];
  if (postalCode === '' && shape !== undefined) problems.push('postal_code_missing');
  if (postalCode !== '' && shape?.test(postalCode) === false) problems.push('postal_code_odd');
  const numbered = /[0-9]/u.test(street) || /^(?:PO BOX|GENERAL DELIVERY)/u.test(street);
  if (street !== '' && address.country === 'US' && !numbered) problems.push('house_number_missing');
  return problems;
}
