import { describe, expect, it } from 'vitest';
import { Role } from '../../../src/domain/people/roles.ts';
import { firstRoom, roomsFor } from '../../../src/renderer/app/rooms.ts';
import { roomKey } from '../../../src/renderer/app/shell/roomKey.ts';
import { shortCount } from '../../../src/renderer/app/shell/shortCount.ts';
import { formatsFor, spanOf } from '../../../src/renderer/i18n/format.ts';
import { matchesCombo } from '../../../src/renderer/keys/combo.ts';
import { permissionsFor } from '../support/people.ts';

const counts = {
  queue: 1,
  toPrint: 0,
  toCheck: 0,
  toPack: 0,
  toShip: 0,
  pull: 0,
  late: 0,
  atRisk: 0,
  lowStock: 0,
  parkedLabels: 0,
  parkedJobs: 0,
  returned: 0,
  restored: 0,
};
const roomIds = (role: Role, pull = 0) =>
  roomsFor(permissionsFor([role]), { ...counts, pull }).map(({ id }) => id);

describe('the rail', () => {
  it('shows each role the rooms of its work, in the order of the work', () => {
    expect(roomIds('clerk')).toEqual(['queue', 'print', 'stock', 'history', 'settings']);
    expect(roomIds('qc')).toEqual(['print', 'check', 'history', 'settings']);
    expect(roomIds('shipping')).toEqual(['pack', 'ship', 'history', 'settings']);
    expect(roomIds('supervisor')).toEqual([
      'queue',
      'print',
      'check',
      'pack',
      'ship',
      'stock',
      'history',
      'reports',
      'settings',
    ]);
    expect(roomIds('administrator')).toEqual(['stock', 'history', 'templates', 'reports', 'settings']);
  });

  it('shows the pull list to everybody while there is something on it', () => {
    for (const role of Role.options) {
      expect(roomIds(role, 2)).toContain('pull');
      expect(roomIds(role, 0)).not.toContain('pull');
    }
  });

  it('begins everybody’s day in a room that is theirs', () => {
    expect(Role.options.map((role) => firstRoom(permissionsFor([role])))).toEqual([
      '/queue',
      '/print',
      '/pack',
      '/queue',
      '/stock',
    ]);
  });

  it('gives ten rooms a key and shortens only counts that do not fit', () => {
    expect([0, 8, 9, 10].map(roomKey)).toEqual(['Alt+1', 'Alt+9', 'Alt+0', null]);
    const write = formatsFor('en').count;
    expect([0, 9999, 10_000, 120_400, 1_250_000].map((count) => shortCount(count, write))).toEqual([
      '0',
      '9,999',
      '10k',
      '120k',
      '1.2M',
    ]);
  });
});

describe('keys', () => {
  const press = (key: string, rest: Partial<Parameters<typeof matchesCombo>[1]> = {}) => ({
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...rest,
  });

  it('mean the same under caps lock', () => {
    expect(matchesCombo('H', press('h'))).toBe(true);
    expect(matchesCombo('H', press('H', { shiftKey: true }))).toBe(true);
    expect(matchesCombo('?', press('?', { shiftKey: true }))).toBe(true);
  });

  it('with Alt are the physical keys, whatever they type', () => {
    expect(matchesCombo('Alt+1', press('¡', { altKey: true, code: 'Digit1' }))).toBe(true);
    expect(matchesCombo('Alt+1', press('1', { code: 'Digit1' }))).toBe(false);
  });

  it('take Ctrl and Cmd alike, and leave the browser its own', () => {
    expect(matchesCombo('Mod+K', press('k', { ctrlKey: true, code: 'KeyK' }))).toBe(true);
    expect(matchesCombo('Mod+K', press('k', { metaKey: true, code: 'KeyK' }))).toBe(true);
    expect(matchesCombo('H', press('h', { ctrlKey: true, code: 'KeyH' }))).toBe(false);
    expect(matchesCombo('F2', press('F2', { shiftKey: true }))).toBe(false);
  });
});

describe('formats', () => {
  it('write a calendar date as that date in every time zone', () => {
    expect(formatsFor('en').date('2026-11-12')).toBe('Nov 12, 2026');
    expect(formatsFor('es').date('2026-11-12')).toBe('12 nov 2026');
  });

  it('take the largest unit that still says something', () => {
    expect(spanOf(-90 * 60_000)).toEqual({ value: -90, unit: 'minute' });
    expect(spanOf(47 * 3_600_000)).toEqual({ value: 47, unit: 'hour' });
    expect(spanOf(72 * 3_600_000)).toEqual({ value: 3, unit: 'day' });
  });
});
