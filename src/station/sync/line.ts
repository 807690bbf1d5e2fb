/** The line to central: one loop that pushes, pulls and keeps leases, and knows whether central answers. */
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { StationContext } from '../context.ts';
import { packageProblem } from '../documents/packageProblem.ts';
import { readSetting, writeSetting } from '../record/settings.ts';
import type {
  LeasesAnswer,
  LeasesWanted,
  NotPublished,
  PublishedVersion,
  TemplateToPublish,
} from '../work.ts';
import { Central } from './central.ts';
import type { Answer, CentralProblem } from './central.ts';
import { LeaseKeeper } from './leases.ts';
import { pullAll } from './pull.ts';
import { noticeRestore, pushAll } from './push.ts';
import { readStationKey, signStationToken } from './stationKey.ts';
import { fetchTemplates } from './templatePackages.ts';
import type { PackageCheck } from './templatePackages.ts';

/** Between two looks at central while it answers, in milliseconds. */
const EVERY_MS = 15_000;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
const ROUND_PATIENCE_MS = 60_000;
/** A person waits for the answer. */
const PATIENCE_MS = 8000;
/** Leases a call. */
const MOST_AT_ONCE = 2000;

/** How a round ended. */
export type Round = Result<
  { readonly changes: number; readonly facts: number },
  CentralProblem | { readonly tag: 'not_paired' }
>;

/** Keeps this station and central in step. Central away is a normal state: said once, tried again, caught up with. */
export class SyncLine {
  readonly #ctx: StationContext;
  readonly #leases: LeaseKeeper;
  #round: Promise<Round> | null = null;
  #again = false;
  #cancelTimer: () => void = () => {};
  #failures = 0;
  #running = false;
  #received: number | null = null;
  /** Central was asked since the start whether this database is the newest one. */
  #compared = false;
  readonly #firstRound = Promise.withResolvers<void>();

  #packageProblem: PackageCheck = (file, version) => Promise.resolve(packageProblem(file, version));

  constructor(ctx: StationContext) {
    this.#ctx = ctx;
    this.#leases = new LeaseKeeper(ctx);
  }

  /** Has packages looked at elsewhere than in this thread, where that takes longer than a frame. Before the start. */
  checkPackagesWith(check: PackageCheck): void {
    this.#packageProblem = check;
  }

  /** Certificates received so far while a first fill runs; null otherwise. */
  get received(): number | null {
    return this.#received;
  }

  /**
   * Resolves when central has been asked for the first time since the start, however that ended, or is silent for too long:
   * before that nobody knows whether this database was restored from a backup, and nothing goes on by itself.
   */
  firstAsked(): Promise<void> {
    return this.#firstRound.promise;
  }

  /** Begins to keep in step. */
  start(): void {
    this.#running = true;
    this.#ctx.timer.after(PATIENCE_MS, () => this.#firstRound.resolve());
    this.#ctx.wake.on('sync', () => this.#woken());
    void this.#loop();
  }

  /** Ends it and waits for the round that runs. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#cancelTimer();
    await this.#round?.catch(() => null);
  }

  /** One round now: what happened here goes out, what is new comes in, leases are kept. Two calls at once share a round. */
  syncOnce(): Promise<Round> {
    this.#round ??= this.#goRound().finally(() => {
      this.#round = null;
      this.#firstRound.resolve();
    });
    return this.#round;
  }

  #woken(): void {
    if (!this.#running || this.#failures > 0) return;
    if (this.#round === null) void this.#loop();
    else this.#again = true;
  }

  async #loop(): Promise<void> {
    this.#cancelTimer();
    this.#again = false;
    const round = await this.#survivedRound();
    if (!this.#running || this.#ctx.stopping.aborted) return;
    this.#cancelTimer();
    this.#cancelTimer = this.#ctx.timer.after(this.#pauseAfter(round), () => void this.#loop());
  }

  /** A round that ended in an error of this program, or on a full disk, is tried again like any other. */
  async #survivedRound(): Promise<Round> {
    try {
      return await this.syncOnce();
    } catch (problem) {
      this.#ctx.log.error({ problem }, 'a round of the sync ended in an unexpected error');
      return err({ tag: 'failed', detail: problem instanceof Error ? problem.message : String(problem) });
    }
  }

  #pauseAfter(round: Round): number {
    if (round.ok || round.error.tag === 'not_paired') {
      this.#failures = 0;
      return this.#again ? 0 : EVERY_MS;
    }
    this.#failures += 1;
    if (round.error.tag === 'busy') return round.error.retryAfterMs;
    const pause =
      round.error.tag === 'refused'
        ? LONGEST_RETRY_MS
        : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    // A quarter to either side, so that stations that lost central together do not come back together.
    const [noise = 0] = this.#ctx.random(1);
    return Math.round(pause * (0.75 + noise / 512));
  }

  /**
   * Asks central for leases now, because a person wants to begin what is not leased yet. What is granted is in the
   * database when this answers. Central away is said within seconds.
   */
  async takeLeases(wanted: LeasesWanted): Promise<LeasesAnswer> {
    const ctx = this.#ctx;
    await this.#round?.catch(() => null);
    const central = await this.#central(PATIENCE_MS);
    if (central === null || !central.ok)
      return { tag: 'central_away', since: ctx.db.read((tx) => readSetting(tx, 'away'))?.since ?? null };
    const { count, jurisdiction, courseId, deliverableIds } = wanted;
    const filter = {
      ...(jurisdiction === undefined ? {} : { jurisdiction }),
      ...(courseId === undefined ? {} : { courseId }),
      ...(deliverableIds === undefined ? {} : { deliverableIds: [...deliverableIds] }),
    };
    ctx.db.write((tx) =>
      this.#leases.want(tx, { count: Math.min(Math.max(1, count), MOST_AT_ONCE), filter }),
    );
    const { line, stationId, skew } = central.value;
    // What was done under a lease that has run out is told before its work is granted anew under another epoch.
    const pushed = await this.#push(line);
    const settled = !pushed.ok
      ? pushed
      : await this.#leases.settleRequests(line, skew, () => pullAll(ctx, line, stationId, () => {}));
    if (settled.ok) return { tag: 'asked' };
    this.#ended(settled);
    return { tag: 'central_away', since: ctx.db.read((tx) => readSetting(tx, 'away'))?.since ?? null };
  }

  async #goRound(): Promise<Round> {
    const ctx = this.#ctx;
    const found = await this.#central(ROUND_PATIENCE_MS);
    if (found === null) return err({ tag: 'not_paired' });
    if (!found.ok) return this.#ended(found);
    const { line, stationId, filled } = found.value;
    const progress = (certificates: number) => {
      this.#received = filled ? null : certificates;
      if (!filled) ctx.live.tell([{ topic: 'sync' }]);
    };
    return this.#ended(await this.#steps(line, stationId, progress));
  }

  /** Has central publish a template. Whatever keeps it from answering, asking again is harmless. */
  async publishTemplate(made: TemplateToPublish): Promise<Result<PublishedVersion, NotPublished>> {
    const central = await this.#central(ROUND_PATIENCE_MS);
    if (central === null)
      return err({ tag: 'central_unreachable', detail: 'This station is not paired with a central.' });
    if (!central.ok) return err({ tag: 'central_unreachable', detail: detailOf(central.error) });
    const published = await central.value.line.publishTemplate(made);
    if (published.ok) return published;
    return published.error.tag === 'template_refused'
      ? err({ tag: 'central_refused', reasons: published.error.reasons })
      : err({ tag: 'central_unreachable', detail: detailOf(published.error) });
  }

  /** The way to central under this station's name; null while it is not paired. */
  async #central(
    patienceMs: number,
  ): Promise<Answer<{ line: Central; stationId: string; skew: number; filled: boolean }> | null> {
    const ctx = this.#ctx;
    const { pairing, skew, filled } = ctx.db.read((tx) => ({
      pairing: readSetting(tx, 'pairing'),
      skew: readSetting(tx, 'clockSkew') ?? 0,
      filled: readSetting(tx, 'filled') ?? false,
    }));
    if (pairing === null) return null;
    const key = await readStationKey(ctx.ports.secrets);
    if (key === null)
      return err({
        tag: 'refused',
        detail: 'The key of this station is not in the secrets of this machine.',
      });
    const { stationId } = pairing;
    const line = new Central({
      url: ctx.ports.settings.centralUrl ?? pairing.centralUrl,
      fetch: ctx.ports.fetch,
      clock: ctx.clock,
      signal: ctx.stopping,
      token: (centralNow) => signStationToken(key, stationId, centralNow),
      patienceMs,
      skew,
    });
    return ok({ line, stationId, skew, filled });
  }

  async #push(central: Central): Promise<Answer<number>> {
    if (!this.#compared) {
      const compared = await noticeRestore(this.#ctx, central);
      // An older central cannot be asked; then the first new fact shows it.
      if (!compared.ok && compared.error.tag !== 'failed') return compared;
      this.#compared = true;
    }
    return pushAll(this.#ctx, central);
  }

  async #steps(
    central: Central,
    stationId: string,
    progress: (certificates: number) => void,
  ): Promise<Answer<{ changes: number; facts: number }>> {
    const ctx = this.#ctx;
    const pushed = await this.#push(central);
    if (!pushed.ok) return pushed;
    const pulled = await pullAll(ctx, central, stationId, progress);
    if (!pulled.ok) return pulled;
    if (ctx.stopping.aborted) return ok({ changes: pulled.value.changes, facts: pushed.value });
    const templates = await fetchTemplates(ctx, central, this.#packageProblem);
    if (!templates.ok && templates.error.tag !== 'failed') return templates;
    const kept = await this.#leases.keep(central, pulled.value.skew, () =>
      pullAll(ctx, central, stationId, progress),
    );
    if (!kept.ok) return kept;
    // What a lease or a page of the feed changed here may have made facts of its own.
    const rest = await pushAll(ctx, central);
    return rest.ok ? ok({ changes: pulled.value.changes, facts: pushed.value + rest.value }) : rest;
  }

  /** Writes down whether central answers; only a change of that is written and told. */
  #ended<T>(round: Answer<T>): Answer<T> {
    const ctx = this.#ctx;
    this.#received = null;
    if (ctx.stopping.aborted) return round;
    const before = ctx.db.read((tx) => readSetting(tx, 'away'));
    if (round.ok) {
      if (before !== null) {
        ctx.db.write((tx) => {
          writeSetting(tx, 'away', null);
          ctx.live.changed(tx, [{ topic: 'sync' }]);
        });
        ctx.log.info({ since: before.since }, 'central answers again');
      }
      return round;
    }
    const state = round.error.tag === 'refused' ? 'refused' : 'offline';
    if (before?.state !== state) {
      const problem = detailOf(round.error);
      ctx.db.write((tx) => {
        writeSetting(tx, 'away', { state, since: ctx.clock.now(), problem });
        ctx.live.changed(tx, [{ topic: 'sync' }]);
      });
      ctx.log.warn(
        { problem: round.error },
        'central does not answer; work goes on under the leases that are here',
      );
    }
    return round;
  }
}

function detailOf(problem: CentralProblem): string {
  return 'detail' in problem ? problem.detail : 'Central asks to be called later.';
}
