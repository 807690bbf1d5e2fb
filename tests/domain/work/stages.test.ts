import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayProceed, Validity } from '../../../src/domain/certificates/validity.ts';
import {
  gateFor,
  holdBlocks,
  mayHold,
  nextStage,
  PieceEvent,
  PieceStage,
  transitions,
} from '../../../src/domain/work/stages.ts';
import { valueOf } from '../arbitraries.ts';

const event = fc.constantFrom(...PieceEvent.options);

/** The stages a piece goes through; an illegal event fails the test. */
function walk(events: readonly PieceEvent[]): PieceStage[] {
  const stages: PieceStage[] = ['queued'];
  for (const each of events) stages.push(valueOf(nextStage(stages.at(-1) ?? 'queued', each)));
  return stages;
}

/** Every stage that can be reached from one, itself included, by events that pass a filter. */
function reachable(start: PieceStage, allowed: (event: PieceEvent) => boolean): Set<PieceStage> {
  const found = new Set([start]);
  for (const from of found) {
    for (const each of PieceEvent.options.filter(allowed)) {
      const next = nextStage(from, each);
      if (next.ok) found.add(next.value);
    }
  }
  return found;
}

/** Whole lives of pieces: at each stage, one of the events that can happen there. */
const life: fc.Arbitrary<readonly PieceEvent[]> = fc.array(fc.nat(), { maxLength: 60 }).map((choices) => {
  let stage: PieceStage = 'queued';
  const events: PieceEvent[] = [];
  for (const choice of choices) {
    const possible = PieceEvent.options.filter((each) => nextStage(stage, each).ok);
    const chosen = possible[choice % possible.length];
    if (chosen === undefined) break;
    stage = valueOf(nextStage(stage, chosen));
    events.push(chosen);
  }
  return events;
});

describe('the stages of a piece', () => {
  test('lead along the main job from the queue to delivery', () => {
    const path: readonly PieceEvent[] = [
      'claim',
      'render',
      'spool',
      'print_ended',
      'pass',
      'pack',
      'label',
      'hand_over',
      'carrier_scan',
      'deliver',
    ];
    expect(walk(path)).toEqual([
      'queued',
      'claimed',
      'rendered',
      'spooled',
      'awaiting_scan',
      'qc_passed',
      'packed',
      'labelled',
      'handed_over',
      'in_transit',
      'delivered',
    ]);
  });

  test('form a closed table: every stage has a row, every cell names a stage, every event is used', () => {
    expect(Object.keys(transitions)).toEqual(PieceStage.options);
    const cells = Object.values(transitions).flatMap((row) => Object.entries(row));
    for (const [, to] of cells) expect(PieceStage.options).toContain(to);
    expect(new Set(cells.map(([each]) => each))).toEqual(new Set(PieceEvent.options));
  });

  test('can all be reached from the queue, and queued is where a piece begins', () => {
    expect(reachable('queued', () => true)).toEqual(new Set(PieceStage.options));
  });

  test('are left only by what the table says; all else is refused with stage and event', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PieceStage.options), event, (from, each) => {
        const to = transitions[from][each];
        expect(nextStage(from, each)).toEqual(
          to === undefined
            ? { ok: false, error: { tag: 'illegal_transition', from, event: each } }
            : { ok: true, value: to },
        );
      }),
    );
  });

  test('never reach a passed piece without claim, rendering, printing and a scan, in that order', () => {
    const order: readonly PieceEvent[] = ['claim', 'render', 'spool', 'print_ended', 'pass'];
    fc.assert(
      fc.property(life, (events) => {
        const passedAt = walk(events).indexOf('qc_passed');
        const before = passedAt === -1 ? [] : events.slice(0, passedAt);
        const lastOf = order.map((each) => before.lastIndexOf(each));
        expect(lastOf).toEqual(lastOf.toSorted((left, right) => left - right));
        expect(passedAt === -1 || lastOf.every((at) => at >= 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
    for (const needed of order) {
      expect(reachable('queued', (each) => each !== needed).has('qc_passed')).toBe(false);
    }
  });

  test('pass a piece at most once, and let sheets come out of the printer at most once', () => {
    fc.assert(
      fc.property(life, (events) => {
        for (const once of ['pass', 'print_ended'] as const) {
          expect(events.filter((each) => each === once).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('never send one piece to the printer a second time once sheets may have come out', () => {
    for (const stage of reachable('awaiting_scan', () => true))
      expect(nextStage(stage, 'spool').ok).toBe(false);
  });

  test('never hand over what was not passed, packed and labelled', () => {
    for (const needed of ['pass', 'pack', 'label', 'hand_over'] as const) {
      expect(reachable('queued', (each) => each !== needed).has('handed_over')).toBe(false);
    }
  });

  test('end for good at spoiled and cancelled', () => {
    for (const end of ['spoiled', 'cancelled'] as const)
      expect([...reachable(end, () => true)]).toEqual([end]);
  });

  test('allow spoiling from rendered up to packed and nowhere else', () => {
    const spoilable = PieceStage.options.filter((stage) => nextStage(stage, 'spoil').ok);
    expect(spoilable).toEqual(['rendered', 'spooled', 'awaiting_scan', 'qc_passed', 'packed']);
  });

  test('allow a lease to be given back, and work to be cancelled, only before printing', () => {
    const before = ['queued', 'claimed', 'rendered'];
    expect(PieceStage.options.filter((stage) => nextStage(stage, 'release').ok)).toEqual([
      'claimed',
      'rendered',
    ]);
    expect(PieceStage.options.filter((stage) => nextStage(stage, 'cancel').ok)).toEqual(before);
  });

  test('let facts from the carrier come late and out of order', () => {
    expect(nextStage('handed_over', 'deliver')).toEqual({ ok: true, value: 'delivered' });
    expect(nextStage('lost', 'deliver')).toEqual({ ok: true, value: 'delivered' });
    expect(nextStage('delivered', 'carrier_scan').ok).toBe(false);
  });
});

describe('the gates', () => {
  test('stop a certificate that is not active before print, scan, pack, label and hand-over', () => {
    const gated = PieceEvent.options.filter((each) => gateFor(each) === 'active_certificate');
    expect(gated).toEqual(['render', 'spool', 'pass', 'pack', 'label', 'hand_over', 'resume', 'reprint']);
    expect(Validity.options.filter((validity) => !mayProceed(validity))).toEqual([
      'suspended',
      'revoked',
      'superseded',
    ]);
  });

  test('keep paper of a revoked certificate from every later stage of the work, wherever it is caught', () => {
    const ungated = (each: PieceEvent): boolean => gateFor(each) === 'none';
    const order = PieceStage.options.slice(0, PieceStage.options.indexOf('handed_over'));
    for (const [index, stage] of order.entries()) {
      const later = [...reachable(stage, ungated)].filter((each) => order.indexOf(each) > index);
      // From the queue it may be claimed, and from the spooler paper comes out: neither makes it a certificate to send.
      expect(later.filter((each) => each !== 'claimed' && each !== 'awaiting_scan')).toEqual([]);
      expect(reachable(stage, ungated).has('handed_over')).toBe(false);
    }
  });
});

describe('a hold', () => {
  test('can be put on any stage before the hand-over and on no other', () => {
    const before = PieceStage.options.slice(0, PieceStage.options.indexOf('handed_over'));
    expect(PieceStage.options.filter(mayHold)).toEqual(before);
  });

  test('stops every step forward in the work', () => {
    const order = PieceStage.options.slice(0, PieceStage.options.indexOf('in_transit'));
    for (const from of order.filter(mayHold)) {
      for (const each of PieceEvent.options.filter((candidate) => !holdBlocks(candidate))) {
        const next = nextStage(from, each);
        if (!next.ok || each === 'print_ended') continue;
        expect(order.indexOf(next.value)).toBeLessThan(order.indexOf(from));
      }
    }
  });

  test('stops no fact and no step back', () => {
    const free = [
      'release',
      'unspool',
      'print_ended',
      'spoil',
      'unpack',
      'void_label',
      'cancel',
      'deliver',
      'return',
    ];
    expect(PieceEvent.options.filter(holdBlocks).filter((each) => free.includes(each))).toEqual([]);
  });
});
