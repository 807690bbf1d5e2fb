/**
 * Every error of the contract in words, in one place: what happened, what is safe, what to do next, and the buttons that
 * do it. Exhaustive by type: a new error in the contract does not compile until it is explained here.
 */
import type { TFunction } from 'i18next';
import type { Permission } from '../../../domain/people/roles.ts';
import type { Meaning } from '../../../domain/work/scanText.ts';
import type { Formats } from '../../i18n/format.ts';
import type { Problem } from '../../rpc/problem.ts';

export type NextStep =
  | 'retry'
  | 'sign_in'
  | 'reload'
  | 'close'
  | 'sync_now'
  | 'go_queue'
  | 'go_print'
  | 'go_pack'
  | 'go_stock'
  | 'go_reports'
  | 'go_settings';

export interface Explanation {
  readonly meaning: Meaning;
  readonly happened: string;
  readonly safe: string;
  readonly next: string;
  readonly steps: readonly NextStep[];
}

interface Plan {
  readonly meaning: Meaning;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly steps: readonly NextStep[];
}

type DataFor<Code extends Problem['code']> = Extract<Problem, { readonly code: Code }>['data'];
type Plans = {
  readonly [Code in Problem['code']]: (data: DataFor<Code>, t: TFunction, formats: Formats) => Plan;
};

type Underscored<Name extends string> = Name extends `${infer Room}.${infer Act}` ? `${Room}_${Act}` : Name;

/** A permission as the key of its text: dots part levels in text keys. */
function permissionKey<Name extends Permission>(permission: Name): Underscored<Name> {
  return permission.replace('.', '_') as Underscored<Name>;
}

const piecesText = (
  pieces: readonly { readonly certificateNumber: string; readonly reason: string }[],
  formats: Formats,
) =>
  formats.list(pieces.slice(0, 5).map(({ certificateNumber, reason }) => `${certificateNumber} (${reason})`));

const positionsText = (positions: readonly number[], formats: Formats) =>
  formats.list(positions.slice(0, 20).map(String)) + (positions.length > 20 ? ' …' : '');

const plans: Plans = {
  NOT_SIGNED_IN: () => ({ meaning: 'attention', steps: ['sign_in'] }),
  NOT_PERMITTED: ({ permission }, t) => ({
    meaning: 'attention',
    values: { permission: t(`words.permission.${permissionKey(permission)}`) },
    steps: ['close', 'sign_in'],
  }),
  NOT_FOUND: ({ what }, t) => ({
    meaning: 'attention',
    values: { what: t(`words.thing.${what}`) },
    steps: ['close', 'reload'],
  }),
  DISK_FULL: ({ folder }) => ({ meaning: 'bad', values: { folder }, steps: ['retry', 'close'] }),
  STOPPING: () => ({ meaning: 'attention', steps: ['retry', 'reload'] }),
  UNEXPECTED: ({ reference }) => ({ meaning: 'bad', values: { reference }, steps: ['retry', 'close'] }),
  WRONG_STATE: ({ state }, t) => ({
    meaning: 'attention',
    values: { state: t(`words.state.${state}`) },
    steps: ['close'],
  }),
  NOTHING_TO_DO: () => ({ meaning: 'waiting', steps: ['close', 'sync_now'] }),
  NO_LEASE: ({ centralAwaySince }, t, formats) => ({
    meaning: 'attention',
    values: {
      since: centralAwaySince === null ? t('problem.anUnknownTime') : formats.instant(centralAwaySince),
    },
    steps: ['go_print', 'sync_now'],
  }),
  DIGITAL_ONLY: ({ reason }) => ({ meaning: 'attention', values: { reason }, steps: ['close'] }),
  SHEETS_UNACCOUNTED: ({ missing, positions }, _t, formats) => ({
    meaning: 'bad',
    values: { missing, positions: positionsText(positions, formats) },
    steps: ['close'],
  }),
  PREFLIGHT_FAILED: ({ positions }, _t, formats) => ({
    meaning: 'bad',
    values: { positions: positionsText(positions, formats) },
    steps: ['close'],
  }),
  NOT_PRINTABLE: ({ pieces }, _t, formats) => ({
    meaning: 'bad',
    values: { pieces: piecesText(pieces, formats) },
    steps: ['close'],
  }),
  LEASE_EXPIRED: ({ pieces }) => ({ meaning: 'attention', values: { pieces }, steps: ['sync_now', 'retry'] }),
  PRINTER_STOPPED: ({ reasons }, _t, formats) => ({
    meaning: 'attention',
    values: { reasons: formats.list(reasons) },
    steps: ['retry', 'close'],
  }),
  NOT_ENOUGH_STOCK: ({ needed, onHand }) => ({
    meaning: 'attention',
    values: { needed, onHand },
    steps: ['go_stock', 'close'],
  }),
  CHECK_AGAIN: ({ printer }) => ({ meaning: 'attention', values: { printer }, steps: ['close'] }),
  ONE_SIDE_ONLY: ({ printer, tray }) => ({
    meaning: 'attention',
    values: { printer, tray },
    steps: ['go_settings', 'close'],
  }),
  NOT_PLAUSIBLE: ({ mostMm, mostPerCent }) => ({
    meaning: 'attention',
    values: { mostMm, mostPerCent },
    steps: ['close'],
  }),
  LETTER_REFUSED: ({ reasons }) => ({
    meaning: 'attention',
    values: { reasons: reasons.join(' ') },
    steps: ['close'],
  }),
  WRONG_STAGE: ({ stage }, t) => ({
    meaning: 'attention',
    values: { stage: t(`words.stage.${stage}`) },
    steps: ['close'],
  }),
  APPROVAL_NEEDED: () => ({ meaning: 'waiting', steps: ['close'] }),
  TOO_LATE: ({ stage }) => ({ meaning: 'attention', values: { stage }, steps: ['close'] }),
  WRONG_PIN: ({ attemptsLeft }) => ({ meaning: 'attention', values: { attemptsLeft }, steps: ['close'] }),
  PIN_LOCKED: ({ until }, _t, formats) => ({
    meaning: 'attention',
    values: { until: formats.clock(until) },
    steps: ['close'],
  }),
  SAME_PERSON: () => ({ meaning: 'attention', steps: ['close'] }),
  MAY_NOT_APPROVE: () => ({ meaning: 'attention', steps: ['close'] }),
  ALREADY_PAIRED: ({ stationName }) => ({ meaning: 'attention', values: { stationName }, steps: ['reload'] }),
  PAIRING_REFUSED: ({ reason }, t) => ({
    meaning: 'attention',
    values: { reason: t(`words.pairing.${reason}`) },
    steps: ['close'],
  }),
  CENTRAL_UNREACHABLE: ({ detail }) => ({
    meaning: 'attention',
    values: { detail },
    steps: ['retry', 'close'],
  }),
  NOT_A_CENTRAL: ({ detail }) => ({ meaning: 'attention', values: { detail }, steps: ['close'] }),
  CHECKLIST_INCOMPLETE: ({ missing }, _t, formats) => ({
    meaning: 'attention',
    values: { missing: formats.list(missing) },
    steps: ['close'],
  }),
  NOT_MAILABLE: ({ pieces }, _t, formats) => ({
    meaning: 'bad',
    values: { pieces: piecesText(pieces, formats) },
    steps: ['go_pack', 'close'],
  }),
  CARRIER_UNREACHABLE: ({ carrier }) => ({
    meaning: 'attention',
    values: { carrier },
    steps: ['retry', 'close'],
  }),
  ADDRESS_REFUSED: ({ message }) => ({
    meaning: 'attention',
    values: { message },
    steps: ['go_pack', 'close'],
  }),
  CARRIER_REFUSED: ({ message }) => ({ meaning: 'attention', values: { message }, steps: ['close'] }),
  RATE_EXPIRED: () => ({ meaning: 'attention', steps: ['close'] }),
  HOLD_SHIPPING: ({ reason }) => ({ meaning: 'attention', values: { reason }, steps: ['close'] }),
  SERIALS_NEEDED: () => ({ meaning: 'attention', steps: ['close'] }),
  SERIALS_OVERLAP: ({ first, last }) => ({ meaning: 'bad', values: { first, last }, steps: ['close'] }),
  BAD_SERIAL: ({ serial }) => ({ meaning: 'attention', values: { serial }, steps: ['close'] }),
  SHEETS_SEEN: ({ positions }, _t, formats) => ({
    meaning: 'bad',
    values: { positions: positionsText(positions, formats) },
    steps: ['close'],
  }),
  RESTORE_UNCONFIRMED: ({ pieces }) => ({
    meaning: 'bad',
    values: { pieces },
    steps: ['go_reports', 'close'],
  }),
  SERIAL_NEEDED: () => ({ meaning: 'attention', steps: ['close'] }),
  SERIAL_REFUSED: ({ serial, reason }, t) => ({
    meaning: 'attention',
    values: { serial, reason: t(`words.serialRefused.${reason}`) },
    steps: ['close'],
  }),
  NOT_ACTIVE: ({ validity }, t) => ({
    meaning: 'bad',
    values: { validity: t(`words.validity.${validity}`) },
    steps: ['close'],
  }),
  SENDER_MISSING: () => ({ meaning: 'attention', steps: ['go_settings', 'close'] }),
  BAD_ADDRESS: ({ problems }, t, formats) => ({
    meaning: 'attention',
    values: { problems: formats.list(problems.map((problem) => t(`words.address.${problem}`))) },
    steps: ['close'],
  }),
  NOT_SOUND: ({ faults }, _t, formats) => ({
    meaning: 'bad',
    values: { faults: formats.list(faults.slice(0, 5).map(({ message }) => message)) },
    steps: ['close'],
  }),
  EDITED_ELSEWHERE: ({ editedBy, editedAt }, _t, formats) => ({
    meaning: 'attention',
    values: { editedBy, editedAt: formats.instant(editedAt) },
    steps: ['close'],
  }),
  NO_LAYOUT_ENGINE: ({ wanted }) => ({ meaning: 'attention', values: { wanted }, steps: ['close'] }),
  CENTRAL_REFUSED: ({ reasons }, _t, formats) => ({
    meaning: 'bad',
    values: { reasons: formats.list(reasons) },
    steps: ['close'],
  }),
  UNREACHABLE: () => ({ meaning: 'bad', steps: ['retry', 'reload'] }),
  NOT_ACCEPTED: () => ({ meaning: 'attention', steps: ['close', 'reload'] }),
  TURNED_AWAY: () => ({ meaning: 'bad', steps: ['reload'] }),
};

/** Puts a problem into words of the given language. */
export function explain(problem: Problem, t: TFunction, formats: Formats): Explanation {
  const { code } = problem;
  // Each plan takes the data of its own code; the pair comes from one problem.
  const planFor = plans[code] as (data: Problem['data'], t: TFunction, formats: Formats) => Plan;
  const plan = planFor(problem.data, t, formats);
  const values = plan.values ?? {};
  return {
    meaning: plan.meaning,
    happened: t(`problems.${code}.happened`, values),
    safe: t(`problems.${code}.safe`, values),
    next: t(`problems.${code}.next`, values),
    steps: plan.steps,
  };
}
