/** The way to central: each call authenticated, its answer checked, its failure a value. */
import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { z } from 'zod';
import { centralContract } from '../../contract/central/contract.ts';
import type { Fact } from '../../contract/central/facts.ts';
import { FactConflict } from '../../contract/central/facts.ts';
import { FeedPage } from '../../contract/central/feed.ts';
import { Lease } from '../../contract/central/leases.ts';
import type { LeaseFilter } from '../../contract/central/leases.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock } from '../ports/clock.ts';

/** Why central gave no answer that this station can use. */
export type CentralProblem =
  | { readonly tag: 'unreachable'; readonly detail: string }
  /** This station is not (or no more) let in. */
  | { readonly tag: 'refused'; readonly detail: string }
  | { readonly tag: 'busy'; readonly retryAfterMs: number }
  | { readonly tag: 'not_a_central'; readonly detail: string }
  | { readonly tag: 'failed'; readonly detail: string };

export type Answer<T> = Result<T, CentralProblem>;

/** What a call needs. */
export interface CentralOptions {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Mints the token of a call at central's time; null: a call that needs none (pairing). */
  readonly token: ((centralNow: number) => Promise<string>) | null;
  /** A call is given up after so many milliseconds. */
  readonly patienceMs: number;
  /** Central's clock less this one, in milliseconds, as far as known. */
  readonly skew: number;
}

/** Clocks this far apart make central refuse a token; below it, the reason is another. */
const SKEW_MATTERS_MS = 30_000;

const Leases = z.object({ leases: z.array(Lease) });
const Renewed = z.object({ renewed: z.array(Lease), lost: z.array(z.string()) });
const Released = z.object({ released: z.int() });
const Pushed = z.object({
  appliedThrough: z.int(),
  conflicts: z.array(FactConflict),
  divergedAt: z.int().nullable().default(null),
});
const Paired = z.object({
  stationId: z.string().min(1),
  schoolName: z.string(),
  verifyBaseUrl: z.url(),
  demo: z.boolean(),
});
const ErrorBody = z.object({ code: z.string(), data: z.unknown().optional() });

/** A grant that the station names again. */
export interface HeldLease {
  readonly deliverableId: string;
  readonly epoch: number;
}

/** Central, as this station calls it. Every method answers; none throws for what the world does. */
export class Central {
  readonly #options: CentralOptions;
  readonly #client: JsonifiedClient<ContractRouterClient<typeof centralContract>>;
  #skew: number;

  constructor(options: CentralOptions) {
    this.#options = options;
    this.#skew = options.skew;
    const link = new OpenAPILink(centralContract, {
      url: options.url,
      fetch: (request, init) => this.#send(request, init),
    });
    this.#client = createORPCClient(link);
  }

  /** The next changes after a cursor. Read without oRPC's deserialiser, which costs as much again as the check by zod. */
  pull(cursor: string | null, limit: number): Promise<Answer<FeedPage>> {
    return this.#ask(FeedPage, async () => {
      const url = new URL(`${this.#options.url.replace(/\/+$/u, '')}/v1/feed`);
      url.searchParams.set('limit', String(limit));
      if (cursor !== null) url.searchParams.set('cursor', cursor);
      const response = await this.#send(new Request(url, { headers: { accept: 'application/json' } }), {});
      const body: unknown = await response.json();
      if (response.ok) return body;
      const said = ErrorBody.safeParse(body);
      throw new ORPCError(said.success ? said.data.code : 'NOT_FOUND', {
        status: response.status,
        data: said.data?.data,
      });
    });
  }

  takeLeases(requestId: string, count: number, filter: LeaseFilter): Promise<Answer<z.infer<typeof Leases>>> {
    return this.#ask(Leases, () => this.#client.leases.take({ requestId, count, filter }));
  }

  renewLeases(leases: readonly HeldLease[]): Promise<Answer<z.infer<typeof Renewed>>> {
    return this.#ask(Renewed, () => this.#client.leases.renew({ leases: [...leases] }));
  }

  releaseLeases(leases: readonly HeldLease[]): Promise<Answer<z.infer<typeof Released>>> {
    return this.#ask(Released, () => this.#client.leases.release({ leases: [...leases] }));
  }

  pushFacts(
    facts: readonly { readonly sequence: number; readonly fact: Fact }[],
  ): Promise<Answer<z.infer<typeof Pushed>>> {
    return this.#ask(Pushed, () => this.#client.facts.push({ facts: [...facts] }));
  }

  /** A template package as one ZIP file. */
  async templatePackage(templateVersion: string): Promise<Answer<Uint8Array>> {
    const file = await this.#ask(z.instanceof(Blob), () =>
      this.#client.templates.package({ templateVersion }),
    );
    return file.ok ? ok(new Uint8Array(await file.value.arrayBuffer())) : file;
  }

  /**
   * Publishes a template for someone who may. That central does not take it is an answer of its own, with its reasons; the
   * same package again is answered as the first time.
   */
  async publishTemplate(made: {
    readonly package: Uint8Array;
    readonly title: string;
    readonly stockItemId: string;
    readonly personId: string;
    readonly replaces: string | null;
  }): Promise<
    Result<
      z.infer<typeof PublishedTemplate>,
      CentralProblem | { readonly tag: 'template_refused'; readonly reasons: readonly string[] }
    >
  > {
    let reasons: readonly string[] | null = null;
    const { package: zip, ...about } = made;
    const published = await this.#ask(PublishedTemplate, async () => {
      try {
        const file = new File([new Uint8Array(zip)], 'template.zip', { type: 'application/zip' });
        return await this.#client.templates.publish({ file, ...about });
      } catch (problem) {
        if (problem instanceof ORPCError) reasons = whyNotPublished(problem);
        throw problem;
      }
    });
    return !published.ok && reasons !== null ? err({ tag: 'template_refused', reasons }) : published;
  }

  /** Pairs by a one-time code. A code that is not taken is an answer of its own. */
  async pair(claim: {
    readonly code: string;
    readonly name: string;
    readonly publicKey: string;
  }): Promise<
    Result<
      z.infer<typeof Paired>,
      CentralProblem | { readonly tag: 'code_refused'; readonly reason: z.infer<typeof PairingReason> }
    >
  > {
    let reason: z.infer<typeof PairingReason> | null = null;
    const paired = await this.#ask(Paired, async () => {
      try {
        return await this.#client.stations.pair({ ...claim });
      } catch (problem) {
        if (problem instanceof ORPCError && problem.code === 'PAIRING_REFUSED')
          reason = RefusedPairing.parse(problem.data).reason;
        throw problem;
      }
    });
    return !paired.ok && reason !== null ? err({ tag: 'code_refused', reason }) : paired;
  }

  async #ask<T>(shape: z.ZodType<T>, call: () => Promise<unknown>): Promise<Answer<T>> {
    let body: unknown;
    try {
      body = await call();
    } catch (problem) {
      return err(problemOf(problem));
    }
    const parsed = shape.safeParse(body);
    if (parsed.success) return ok(parsed.data);
    const [issue] = parsed.error.issues;
    return err({
      tag: 'not_a_central',
      detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`,
    });
  }

  async #send(request: Request, init: { redirect?: Request['redirect'] }): Promise<Response> {
    const again = this.#options.token === null ? null : request.clone();
    const response = await this.#sendOnce(request, init);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (response.status !== 401 || again === null || Number.isNaN(date)) return response;
    // A token is refused when the clocks are apart: take central's time and try once more.
    const skew = date - this.#options.clock.now();
    if (Math.abs(skew - this.#skew) < SKEW_MATTERS_MS) return response;
    this.#skew = skew;
    return this.#sendOnce(again, init);
  }

  async #sendOnce(request: Request, init: { redirect?: Request['redirect'] }): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.#options.token !== null) {
      headers.set(
        'authorization',
        `Bearer ${await this.#options.token(this.#options.clock.now() + this.#skew)}`,
      );
    }
    const signal = AbortSignal.any([this.#options.signal, AbortSignal.timeout(this.#options.patienceMs)]);
    return this.#options.fetch(new Request(request, { ...init, headers, signal }));
  }
}

const PublishedTemplate = z.object({ templateVersion: z.string(), coursesMoved: z.int() });
const TemplateFaults = z.object({ faults: z.array(z.string()) });

function whyNotPublished(problem: ORPCError<string, unknown>): readonly string[] | null {
  if (problem.code === 'NOT_SOUND') return TemplateFaults.parse(problem.data).faults;
  return problem.code === 'NOT_AN_ADMINISTRATOR'
    ? ['Central knows this person as no administrator, or no longer.']
    : null;
}

const PairingReason = z.enum(['unknown_code', 'code_used', 'code_expired']);
const RefusedPairing = z.object({ reason: PairingReason });

function problemOf(problem: unknown): CentralProblem {
  if (problem instanceof ORPCError) return problemOfError(problem);
  if (problem instanceof SyntaxError) return { tag: 'not_a_central', detail: 'It does not answer in JSON.' };
  if (!(problem instanceof Error)) return { tag: 'failed', detail: String(problem) };
  const { cause } = problem;
  const detail = cause instanceof Error && cause.message !== '' ? cause.message : problem.message;
  const away =
    problem.name === 'TypeError' || problem.name === 'TimeoutError' || problem.name === 'AbortError';
  return away ? { tag: 'unreachable', detail } : { tag: 'not_a_central', detail };
}

function problemOfError(problem: ORPCError<string, unknown>): CentralProblem {
  const { code, status } = problem;
  if (code === 'STATION_REVOKED') return { tag: 'refused', detail: 'Central has shut this station out.' };
  if (status === 401 || status === 403) {
    const reason = z.object({ reason: z.string() }).safeParse(problem.data);
    return {
      tag: 'refused',
      detail: reason.success ? reason.data.reason : 'Central does not let this station in.',
    };
  }
  if (status === 429) {
    const wait = z.object({ retryAfterSeconds: z.int() }).safeParse(problem.data);
    return { tag: 'busy', retryAfterMs: 1000 * (wait.success ? wait.data.retryAfterSeconds : 30) };
  }
  if (status === 502 || status === 503 || status === 504)
    return { tag: 'unreachable', detail: 'Central is not ready.' };
  return status === 404 || status === 405
    ? { tag: 'not_a_central', detail: 'It does not know this call.' }
    : { tag: 'failed', detail: `${code}: ${problem.message}` };
}
