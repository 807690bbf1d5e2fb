import { createORPCErrorFromJson, ORPCError } from '@orpc/client';
import { expect, test } from 'vitest';
import { ExitCode } from '../../src/cli/problems/exitCode.ts';
import { explain, explainedText } from '../../src/cli/problems/explain.ts';
import { NoStation, UsageProblem } from '../../src/cli/problems/problem.ts';

/** An error as it comes over the wire. */
const sent = (code: string, status: number, data?: unknown) =>
  createORPCErrorFromJson({ defined: true, code, status, message: code, data });

test.for([
  [sent('WRONG_STATE', 409, { state: 'printing' }), ExitCode.refused, 'printing'],
  [sent('NOT_SIGNED_IN', 401), ExitCode.notPermitted, 'sign-in'],
  [sent('NOT_PERMITTED', 403, { permission: 'label.buy' }), ExitCode.notPermitted, 'label.buy'],
  [sent('WRONG_PIN', 401, { attemptsLeft: 2 }), ExitCode.notPermitted, '2 tries left'],
  [sent('NO_LEASE', 503, { centralAwaySince: null }), ExitCode.unreachable, 'Central is away'],
  [sent('CARRIER_UNREACHABLE', 503, { carrier: 'UPS' }), ExitCode.unreachable, 'No money was spent'],
  [sent('DISK_FULL', 507, { folder: '/data' }), ExitCode.failed, '/data'],
  [sent('UNEXPECTED', 500, { reference: 'r-1' }), ExitCode.failed, 'r-1'],
  [sent('SHEETS_UNACCOUNTED', 409, { missing: 2, positions: [4, 9] }), ExitCode.refused, '4, 9'],
  [
    new ORPCError('BAD_REQUEST', { data: { issues: [{ path: 'count', message: 'too big' }] } }),
    ExitCode.usage,
    'count: too big',
  ],
  [new TypeError('fetch failed'), ExitCode.unreachable, 'not known'],
  [new UsageProblem('Which printer?'), ExitCode.usage, 'Which printer?'],
  [new NoStation('The disk is broken.', true), ExitCode.failed, 'disk'],
  [new NoStation('Nobody there.', false), ExitCode.unreachable, 'Nobody'],
] as const)('%s becomes exit status %i and words that hold "%s"', ([error, exit, words]) => {
  const explained = explain(error);
  expect(explained.exit).toBe(exit);
  expect(explainedText(explained)).toContain(words);
});

test('an error whose data is not as the contract says is not taken for one of its own', () => {
  expect(explain(sent('WRONG_STATE', 409, { state: 'on_the_moon' })).exit).toBe(ExitCode.failed);
});
