import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slackOf } from '../../../src/domain/time/slack.ts';
import { isoInstant } from '../arbitraries.ts';

const hours = fc.integer({ min: 0, max: 200 });
const later = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

describe('slack', () => {
  test('shrinks by one minute a minute, and grows with the deadline', () => {
    fc.assert(
      fc.property(
        isoInstant,
        isoInstant,
        hours,
        fc.nat({ max: 100_000 }),
        (deadline, now, usualFulfilHours, by) => {
          const slack = slackOf({ deadline, now, usualFulfilHours }).minutes ?? 0;
          expect(slackOf({ deadline, now: later(now, by), usualFulfilHours }).minutes).toBe(slack - by);
          expect(slackOf({ deadline: later(deadline, by), now, usualFulfilHours }).minutes).toBe(slack + by);
        },
      ),
    );
  });

  test('is less where work takes longer', () => {
    fc.assert(
      fc.property(isoInstant, isoInstant, hours, (deadline, now, usualFulfilHours) => {
        const slack = slackOf({ deadline, now, usualFulfilHours }).minutes ?? 0;
        expect(slackOf({ deadline, now, usualFulfilHours: usualFulfilHours + 1 }).minutes).toBe(slack - 60);
      }),
    );
  });

  test('gets riskier and never safer as time passes', () => {
    const order = ['fine', 'soon', 'at_risk', 'late'];
    fc.assert(
      fc.property(
        isoInstant,
        hours,
        fc.array(fc.nat({ max: 20_000 })),
        (deadline, usualFulfilHours, minutes) => {
          const times = minutes
            .toSorted((left, right) => left - right)
            .map((each) => later(deadline, each - 10_000));
          const risks = times.map((now) => order.indexOf(slackOf({ deadline, now, usualFulfilHours }).risk));
          expect(risks).toEqual(risks.toSorted((left, right) => left - right));
        },
      ),
    );
  });

  test('names the risk: late, at risk, soon, fine', () => {
    const now = '2026-11-20T12:00:00.000Z';
    const risk = (hoursLeft: number): string =>
      slackOf({ deadline: later(now, hoursLeft * 60), now, usualFulfilHours: 24 }).risk;
    expect([-1, 0, 1, 23, 24, 47, 48, 100].map(risk)).toEqual([
      'late',
      'late',
      'at_risk',
      'at_risk',
      'soon',
      'soon',
      'fine',
      'fine',
    ]);
  });

  test('is none where there is no deadline', () => {
    expect(slackOf({ deadline: null, now: '2026-11-20T12:00:00Z', usualFulfilHours: 24 })).toEqual({
      minutes: null,
      risk: 'fine',
    });
  });

  test('of something that is no instant is a mistake of the program', () => {
    expect(() => slackOf({ deadline: 'soon', now: '2026-11-20T12:00:00Z', usualFulfilHours: 24 })).toThrow(
      RangeError,
    );
  });
});
