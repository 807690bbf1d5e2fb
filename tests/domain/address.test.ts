import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey, addressProblems } from '../../src/domain/address.ts';
import type { PostalAddress } from '../../src/domain/address.ts';

const home: PostalAddress = {
  name: 'Ana María López',
  street1: '12 North Main Street',
  street2: 'Apartment 4',
  city: 'Sacramento',
  region: 'CA',
  postalCode: '95814-1234',
  country: 'US',
};

describe('the key of an envelope', () => {
  test('is the same however the street is spelt, wherever the unit is written', () => {
    const same: PostalAddress = {
      ...home,
      name: 'ANA MARÍA  LÓPEZ',
      street1: '12 N. Main St., Apt. 4',
      street2: '',
      city: 'sacramento',
      postalCode: '95814',
    };
    expect(addressKey(same)).toBe(addressKey(home));
  });

  test('differs for another person, house, unit, town, state or country', () => {
    const others: readonly Partial<PostalAddress>[] = [
      { name: 'Ana Lopez' },
      { street1: '21 North Main Street' },
      { street2: 'Apartment 5' },
      { city: 'San José' },
      { region: 'TX' },
      { postalCode: '95815' },
      { country: 'MX' },
    ];
    for (const other of others) expect(addressKey({ ...home, ...other })).not.toBe(addressKey(home));
  });

  test('keeps the letters of every script, so that two names never melt into one', () => {
    const names = ['王小明', '王小红', 'محمد علي', 'Ольга', 'अनिता', 'ສົມຈິດ'];
    expect(new Set(names.map((name) => addressKey({ ...home, name }))).size).toBe(names.length);
  });

  test('does not depend on case or on spaces at the ends', () => {
    const text = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(text, text, text, (name, street1, city) => {
        const address = { ...home, name, street1, city };
        const shouted = {
          ...address,
          name: ` ${name.toUpperCase()} `,
          street1: street1.toUpperCase(),
          city: ` ${city}`,
        };
        expect(addressKey(shouted)).toBe(addressKey(address));
      }),
    );
  });
});

describe('what is odd in an address', () => {
  test('is nothing in a usual one', () => {
    expect(addressProblems(home)).toEqual([]);
    expect(addressProblems({ ...home, street1: 'PO Box 99', street2: undefined })).toEqual([]);
  });

  test('names every missing part', () => {
    const blank = { ...home, name: ' ', street1: '', city: '', region: '', postalCode: '' };
    expect(addressProblems(blank)).toEqual([
      'name_missing',
      'street_missing',
      'city_missing',
      'region_missing',
      'postal_code_missing',
    ]);
  });

  test('includes an unknown state, a ZIP code of four digits, and a street without a number', () => {
    expect(addressProblems({ ...home, region: 'ZZ' })).toEqual(['region_unknown']);
    expect(addressProblems({ ...home, postalCode: '9581' })).toEqual(['postal_code_odd']);
    expect(addressProblems({ ...home, street1: 'Main Street' })).toEqual(['house_number_missing']);
  });

  test('asks no more of a foreign address than its post does', () => {
    const dublin = {
      ...home,
      street1: 'Áras an Uachtaráin',
      city: 'Dublin',
      region: '',
      postalCode: '',
      country: 'IE',
    };
    expect(addressProblems(dublin)).toEqual([]);
    expect(addressProblems({ ...home, region: 'ON', postalCode: 'K1A 0B1', country: 'CA' })).toEqual([]);
  });
});
