import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackVerdict } from '../../../src/contract/station/packing.ts';
import type { Rate } from '../../../src/contract/station/shipping.ts';
import { verdictSize } from '../../../src/renderer/components/sheets/verdictSize.ts';
import { auditDetail, eventText } from '../../../src/renderer/features/history/events.ts';
import { groupCode } from '../../../src/renderer/features/history/groupCode.ts';
import { checklistItems, nextItem, provenByScan } from '../../../src/renderer/features/pack/checklist.ts';
import { packMeaning } from '../../../src/renderer/features/pack/packMeaning.ts';
import { cheapestInTime } from '../../../src/renderer/features/ship/purchases/rateChoice.ts';
import { namesParcel } from '../../../src/renderer/features/ship/shipTabs.ts';
import { countdown } from '../../../src/renderer/features/signIn/countdown.ts';
import { coverLevel, coverWidth } from '../../../src/renderer/features/stock/cover.ts';

describe('the packing bench', () => {
  it('calls only a sheet good that is in its envelope', () => {
    expect(PackVerdict.options.filter((verdict) => packMeaning(verdict) === 'good')).toEqual([
      'pass',
      'packed',
    ]);
    expect(packMeaning('not_passed')).toBe('bad');
    expect(packMeaning('revoked')).toBe('bad');
  });

  it('takes the scans as proof of the sheets only when none is missing, and leaves the rest to eyes', () => {
    expect([...provenByScan(2, 0)]).toEqual(['sheet_in']);
    expect([...provenByScan(2, 1)]).toEqual([]);
    expect([...provenByScan(0, 0)]).toEqual([]);
  });

  it('asks for the points of the checklist in their order, then for nothing more', () => {
    expect(nextItem(new Set())).toBe('sheet_in');
    expect(nextItem(new Set(['sheet_in', 'address_shows']))).toBe('letter_in');
    expect(nextItem(new Set(checklistItems))).toBeNull();
  });
});

describe('the shipping room', () => {
  const rate = (
    rateId: string,
    minor: number,
    estimatedDays: number | null,
    meetsDeadline: boolean | null,
  ): Rate => ({
    rateId,
    carrier: 'USPS',
    service: rateId,
    cost: { minor, currency: 'USD' },
    estimatedDays,
    meetsDeadline,
    demo: true,
  });

  it('chooses the cheapest price that comes in time, not the cheapest of all', () => {
    expect(
      cheapestInTime([rate('slow', 100, 9, false), rate('dear', 900, 1, true), rate('right', 187, 3, true)])
        ?.rateId,
    ).toBe('right');
  });

  it('chooses the fastest when nothing comes in time, and nothing where there are no prices', () => {
    expect(
      cheapestInTime([
        rate('slow', 100, 9, false),
        rate('fast', 900, 4, false),
        rate('dark', 50, null, false),
      ])?.rateId,
    ).toBe('fast');
    expect(cheapestInTime([])).toBeNull();
  });

  it('knows an envelope by its number, its id or a certificate in it, in any case', () => {
    const parcel = {
      parcelId: 'abc-1',
      parcelNumber: 'P-2026-0042',
      pieces: [{ certificateNumber: 'CA-2026-000001' }],
    };
    expect(namesParcel(' p-2026-0042 ', parcel)).toBe(true);
    expect(namesParcel('ca-2026-000001', parcel)).toBe(true);
    expect(namesParcel('9400100000000000', parcel)).toBe(false);
  });
});

describe('pictures and times', () => {
  it('draws stock against four weeks, and speaks up below a week or below the reorder line', () => {
    expect(coverWidth(14, 10)).toBe(50);
    expect(coverWidth(400, 10)).toBe(100);
    expect(coverWidth(5, 0)).toBe(0);
    expect(coverLevel({ onHand: 0, reorderAt: 0, daysOfCover: null })).toBe('empty');
    expect(coverLevel({ onHand: 400, reorderAt: 500, daysOfCover: 20 })).toBe('low');
    expect(coverLevel({ onHand: 900, reorderAt: 500, daysOfCover: 6.9 })).toBe('low');
    expect(coverLevel({ onHand: 900, reorderAt: 500, daysOfCover: null })).toBe('unused');
    expect(coverLevel({ onHand: 900, reorderAt: 500, daysOfCover: 7 })).toBe('enough');
  });

  it('counts a lockout down to zero and not below', () => {
    expect(countdown(61_000, 0)).toBe('1:01');
    expect(countdown(500, 0)).toBe('0:01');
    expect(countdown(0, 90_000)).toBe('0:00');
  });

  it('makes a verdict smaller the longer its word is, never too small to read from two metres', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 24 }), fc.string({ maxLength: 24 }), (one, other) => {
        const [short, long] = [...one].length <= [...other].length ? [one, other] : [other, one];
        expect(verdictSize(short)).toBeGreaterThanOrEqual(verdictSize(long));
        expect(verdictSize(long)).toBeGreaterThanOrEqual(60);
      }),
    );
  });

  it('groups a verification code without losing a character', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{1,40}$/u), (code) => {
        expect(groupCode(code).replaceAll(' ', '')).toBe(code);
      }),
    );
  });

  it('shows an event that it does not know as the station wrote it', () => {
    expect(eventText('piece.qc_passed', 'es')).toBe('Escaneado y aprobado');
    expect(eventText('moon.landed_on', 'en')).toBe('moon landed on');
  });
});

describe('details of what happened', () => {
  it('leave out ids, which say nothing to people, and keep the rest in their language', () => {
    const detail = '{"pieceId":"01a1fa84-6e38-7db8-8fdb-401a1fa84abc","batch":"B-2026-0001","sheets":4}';
    expect(auditDetail(detail, 'es')).toBe('lote: B-2026-0001 · hojas: 4');
    expect(auditDetail('Mail room', 'en')).toBe('Mail room');
    expect(auditDetail('{}', 'en')).toBe('');
  });
});
