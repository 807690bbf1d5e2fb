/** First set-up: pairing with central, and what this station is. */
import { hostname } from 'node:os';
import { z } from 'zod';
import type { SetupStatus } from '../../../contract/station/setup.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { StationContext } from '../../context.ts';
import { sqlRead } from '../../db/statements.ts';
import { recordAudit } from '../../record/audit.ts';
import { readSetting, writeSetting } from '../../record/settings.ts';
import { Central } from '../../sync/central.ts';
import { makeStationKey } from '../../sync/stationKey.ts';

const peopleCount = sqlRead<object, { n: number }>(
  'SELECT count(*) AS n FROM people WHERE active = 1',
  z.object({ n: z.int() }),
);

/** Why pairing did not happen. */
export type PairRefusal =
  | { readonly tag: 'already_paired'; readonly stationName: string }
  | { readonly tag: 'code_refused'; readonly reason: 'unknown_code' | 'code_used' | 'code_expired' }
  | { readonly tag: 'unreachable'; readonly detail: string }
  | { readonly tag: 'not_a_central'; readonly detail: string };

/** What this station is. `version`: of the program. */
export function setupStatus(ctx: StationContext, version: string): SetupStatus {
  return ctx.db.read((tx) => {
    const pairing = readSetting(tx, 'pairing');
    return {
      paired: pairing !== null,
      stationName: pairing?.stationName ?? ctx.ports.settings.stationName,
      centralUrl: ctx.ports.settings.centralUrl ?? pairing?.centralUrl ?? null,
      demo: ctx.ports.settings.demo,
      peopleCount: peopleCount.get(tx, {})?.n ?? 0,
      version,
    };
  });
}

/** A person waits for the answer. */
const PATIENCE_MS = 20_000;

const turns = new WeakMap<StationContext, Promise<unknown>>();

/**
 * Pairs with central by the one-time code that an administrator was given. The key pair is made here; the private half
 * never leaves this machine. Two tries at once are taken one after the other.
 */
export function pair(
  ctx: StationContext,
  claim: { readonly centralUrl: string; readonly code: string; readonly stationName: string },
): Promise<Result<null, PairRefusal>> {
  const turn = (turns.get(ctx) ?? Promise.resolve()).then(() => pairNow(ctx, claim));
  turns.set(
    ctx,
    turn.catch(() => null),
  );
  return turn;
}

async function pairNow(
  ctx: StationContext,
  claim: { readonly centralUrl: string; readonly code: string; readonly stationName: string },
): Promise<Result<null, PairRefusal>> {
  const known = ctx.db.read((tx) => readSetting(tx, 'pairing'));
  if (known !== null) return err({ tag: 'already_paired', stationName: known.stationName });
  const publicKey = await makeStationKey(ctx.ports.secrets);
  const centralUrl = claim.centralUrl.replace(/\/+$/u, '');
  const central = new Central({
    url: centralUrl,
    fetch: ctx.ports.fetch,
    clock: ctx.clock,
    signal: ctx.stopping,
    token: null,
    patienceMs: PATIENCE_MS,
    skew: 0,
  });
  const stationName = claim.stationName === '' ? hostname() : claim.stationName;
  const answer = await central.pair({ code: claim.code, name: stationName, publicKey });
  if (!answer.ok) return err(refusalOf(answer.error));
  const { stationId, schoolName, verifyBaseUrl, demo } = answer.value;
  ctx.db.write((tx) => {
    const pairedAt = ctx.clock.now();
    writeSetting(tx, 'pairing', {
      stationId,
      stationName,
      centralUrl,
      schoolName,
      verifyBaseUrls: [verifyBaseUrl],
      demo,
      pairedAt,
    });
    recordAudit(tx, ctx, { userId: null, action: 'station.paired', subject: stationId });
    ctx.live.changed(tx, [{ topic: 'sync' }]);
  });
  return ok(null);
}

type PairProblem = Extract<Awaited<ReturnType<Central['pair']>>, { readonly ok: false }>['error'];

function refusalOf(problem: PairProblem): PairRefusal {
  switch (problem.tag) {
    case 'code_refused':
    case 'unreachable':
    case 'not_a_central':
      return problem;
    case 'busy':
      return { tag: 'unreachable', detail: 'Central asks to be called later.' };
    case 'refused':
      return { tag: 'not_a_central', detail: problem.detail };
    case 'failed':
      return { tag: 'unreachable', detail: problem.detail };
    default:
      return problem satisfies never;
  }
}
