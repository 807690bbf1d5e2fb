import { ORPCError } from '@orpc/client';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { stationContract } from '../../../src/contract/station/contract.ts';
import { explain } from '../../../src/renderer/components/problems/problems.ts';
import { en } from '../../../src/renderer/i18n/en/en.ts';
import { es } from '../../../src/renderer/i18n/es/es.ts';
import { formatsFor } from '../../../src/renderer/i18n/format.ts';
import { isContractErrorCode, problemOf, transportCodes } from '../../../src/renderer/rpc/problem.ts';
import type { Problem } from '../../../src/renderer/rpc/problem.ts';

/** The error codes of every procedure, read from the contract itself. */
function codesOf(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found;
  if ('~orpc' in node) {
    const { errorMap } = node['~orpc'] as { errorMap: Record<string, unknown> };
    for (const code of Object.keys(errorMap)) found.add(code);
    return found;
  }
  for (const child of Object.values(node)) codesOf(child, found);
  return found;
}

type DataOf<Code extends Problem['code']> = Extract<Problem, { code: Code }>['data'];
const samples: { [Code in Problem['code']]: DataOf<Code> } = {
  NOT_SIGNED_IN: undefined,
  NOT_PERMITTED: { permission: 'qc.scan' },
  NOT_FOUND: { what: 'batch', id: 'b-1' },
  DISK_FULL: { folder: '/data' },
  STOPPING: undefined,
  UNEXPECTED: { reference: 'ref-17' },
  WRONG_STATE: { state: 'closed' },
  NOTHING_TO_DO: undefined,
  NO_LEASE: { centralAwaySince: 1_763_600_000_000 },
  DIGITAL_ONLY: { reason: 'paper recall' },
  SHEETS_UNACCOUNTED: { missing: 2, positions: [4, 9] },
  PREFLIGHT_FAILED: { positions: [3] },
  NOT_PRINTABLE: { pieces: [{ pieceId: 'p', certificateNumber: 'CA-1', reason: 'revoked' }] },
  LEASE_EXPIRED: { pieces: 12 },
  PRINTER_STOPPED: { reasons: ['media-empty'] },
  NOT_ENOUGH_STOCK: { needed: 100, onHand: 17 },
  CHECK_AGAIN: { printer: 'Office printer' },
  ONE_SIDE_ONLY: { printer: 'Office printer', tray: 'tray-1' },
  NOT_PLAUSIBLE: { mostMm: 15, mostPerCent: 5 },
  LETTER_REFUSED: { reasons: ['address: the text does not fit.'] },
  WRONG_STAGE: { stage: 'packed' },
  APPROVAL_NEEDED: { action: 'spoil_numbered_sheet' },
  TOO_LATE: { stage: 'handed_over' },
  WRONG_PIN: { attemptsLeft: 3 },
  PIN_LOCKED: { until: 1_763_600_000_000 },
  SAME_PERSON: undefined,
  MAY_NOT_APPROVE: { permission: 'approval.give' },
  ALREADY_PAIRED: { stationName: 'Mail room' },
  PAIRING_REFUSED: { reason: 'code_used' },
  CENTRAL_UNREACHABLE: { detail: 'ENOTFOUND' },
  NOT_A_CENTRAL: { detail: 'HTML' },
  CHECKLIST_INCOMPLETE: { missing: ['letter_in'] },
  NOT_MAILABLE: { pieces: [{ certificateNumber: 'CA-1', reason: 'revoked' }] },
  CARRIER_UNREACHABLE: { carrier: 'USPS' },
  ADDRESS_REFUSED: { message: 'no such street' },
  CARRIER_REFUSED: { message: 'no service' },
  RATE_EXPIRED: undefined,
  HOLD_SHIPPING: { reason: 'strike' },
  SERIALS_NEEDED: undefined,
  SERIALS_OVERLAP: { first: 'A1', last: 'A9' },
  BAD_SERIAL: { serial: '??' },
  SHEETS_SEEN: { positions: [2, 3] },
  RESTORE_UNCONFIRMED: { pieces: 7 },
  SERIAL_NEEDED: undefined,
  SERIAL_REFUSED: { serial: 'A0000007', reason: 'already_bound' },
  NOT_ACTIVE: { validity: 'revoked' },
  SENDER_MISSING: undefined,
  BAD_ADDRESS: { problems: ['street_missing'] },
  NOT_SOUND: { faults: [{ kind: 'badFont', at: 'fonts.text', message: 'It is no font.' }] },
  EDITED_ELSEWHERE: { revision: 4, editedBy: 'Ada', editedAt: 1_700_000_000_000 },
  NO_LAYOUT_ENGINE: { wanted: 'Chromium' },
  CENTRAL_REFUSED: { reasons: ['It has no field for the course.'] },
  UNREACHABLE: undefined,
  NOT_ACCEPTED: undefined,
  TURNED_AWAY: undefined,
};
const all = Object.entries(samples).map(([code, data]) => ({ code, data }) as Problem);

describe('the explanation of errors', () => {
  beforeAll(async () => {
    await i18next.init({
      lng: 'en',
      defaultNS: 'station',
      ns: ['station'],
      resources: { en: { station: en }, es: { station: es } },
      interpolation: { escapeValue: false },
    });
  });

  it('knows every error code that the contract declares, and none that it does not', () => {
    const declared = [...codesOf(stationContract)].toSorted();
    const explained = Object.keys(samples)
      .filter((code) => isContractErrorCode(code))
      .toSorted();
    expect(explained).toEqual(declared);
    expect(Object.keys(samples).toSorted()).toEqual([...declared, ...transportCodes].toSorted());
  });

  it.each(['en', 'es'] as const)(
    'says in %s what happened, what is safe and what to do next, for every error',
    (language) => {
      const t = i18next.getFixedT(language);
      for (const problem of all) {
        const words = explain(problem, t, formatsFor(language));
        for (const text of [words.happened, words.safe, words.next]) {
          expect(text, problem.code).not.toMatch(/\{\{|problems\.|words\.|undefined|\[object/u);
          expect(text.length, problem.code).toBeGreaterThan(10);
        }
        expect(words.steps.length, problem.code).toBeGreaterThan(0);
      }
    },
  );

  it('shows the numbers and names that an error carries', () => {
    const t = i18next.getFixedT('en');
    const formats = formatsFor('en');
    expect(
      explain({ code: 'SHEETS_UNACCOUNTED', data: { missing: 2, positions: [4, 9] } }, t, formats).happened,
    ).toBe('2 sheets are not accounted for: 4 and 9.');
    expect(
      explain({ code: 'NOT_PERMITTED', data: { permission: 'qc.scan' } }, t, formats).happened,
    ).toContain('scanning sheets back');
  });
});

describe('what a failed call threw', () => {
  it('is the contract’s own problem when the station defined it', () => {
    const error = new ORPCError('NOT_ENOUGH_STOCK', {
      defined: true,
      status: 409,
      data: { needed: 5, onHand: 1 },
    });
    expect(problemOf(error)).toEqual({ code: 'NOT_ENOUGH_STOCK', data: { needed: 5, onHand: 1 } });
  });

  it('is an unreachable station when the network failed', () => {
    expect(problemOf(new TypeError('Failed to fetch'))).toEqual({ code: 'UNREACHABLE', data: undefined });
  });

  it('never crashes on an error that this contract does not know', () => {
    const newer = new ORPCError('FROM_THE_FUTURE', { defined: true, status: 409 });
    expect(problemOf(newer).code).toBe('UNEXPECTED');
    expect(problemOf(new ORPCError('BAD_REQUEST', { status: 400 })).code).toBe('NOT_ACCEPTED');
    expect(problemOf(new ORPCError('FORBIDDEN', { status: 403 })).code).toBe('TURNED_AWAY');
    expect(problemOf('a string').code).toBe('UNREACHABLE');
  });
});
