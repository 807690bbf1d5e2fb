import { jwtVerify, importJWK } from 'jose';
import { z } from 'zod';
import { Fact } from '../../../src/contract/central/facts.ts';
import type { FeedCertificate, FeedChange } from '../../../src/contract/central/feed.ts';
import type { Lease } from '../../../src/contract/central/leases.ts';
import { uuidv7 } from '../../../src/domain/ids.ts';

const Take = z.object({ requestId: z.string(), count: z.int() });
const Named = z.object({ leases: z.array(z.object({ deliverableId: z.string(), epoch: z.int() })) });
const Pushed = z.object({ facts: z.array(z.object({ sequence: z.int(), fact: Fact })) });
const Claim = z.object({ code: z.string(), publicKey: z.string() });

interface Owed {
  certificate: FeedCertificate;
  lease: { stationId: string; epoch: number; expiresAt: number } | null;
  epoch: number;
}

function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { date: new Date(0).toUTCString() } });
}

/** Plays central for a test: the same calls, kept in memory, and every call can be made to fail. */
export class ScriptedCentral {
  now: number;
  readonly calls: string[] = [];
  readonly feed: FeedChange[] = [];
  readonly facts = new Map<string, { sequence: number; fact: Fact }[]>();
  readonly owed = new Map<string, Owed>();
  readonly packages = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly takes = new Map<string, Lease[]>();
  leaseMs = 6 * 3_600_000;
  /** Answers before anything else is done; null: go on. */
  before: (path: string) => Response | null | Promise<Response | null> = () => null;
  /** After the work was done, before it is answered: an answer that is lost. */
  after: (path: string) => void = () => {};
  publicKey: string | null = null;
  stationId = 'station-1';
  code = 'ABCD-1234';

  constructor(now: number) {
    this.now = now;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    this.calls.push(`${request.method} ${pathname}`);
    const early = await this.before(pathname);
    if (early !== null) return early;
    const answer = await this.#answer(pathname, searchParams, request);
    this.after(pathname);
    return answer;
  };

  /** A certificate that is owed on paper, and the feed tells of it. */
  issue(
    about: Partial<FeedCertificate> & { readonly name?: string; readonly paper?: boolean } = {},
  ): FeedCertificate {
    const serial = this.owed.size + 1;
    const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
    const { name = 'Ana Núñez', paper = true, ...more } = about;
    const certificate: FeedCertificate = {
      certificateId: uuidv7(this.now, random),
      certificateNumber: `CA-2026-${String(serial).padStart(6, '0')}`,
      verificationCode: String(serial).padStart(28, '0'),
      controlNumber: null,
      issuedName: name,
      courseTitle: 'Traffic School',
      completionDate: '2026-11-18',
      issueDate: '2026-11-19',
      jurisdiction: 'US-CA',
      templateVersion: 'a'.repeat(64),
      courseId: 'course-ca',
      signature: 's'.repeat(86),
      keyId: 'key-1',
      validity: 'active',
      validityReason: null,
      validityAt: null,
      issuedAt: this.now,
      physical: paper
        ? {
            deliverableId: uuidv7(this.now, random),
            address: {
              name,
              street1: '1 Main St',
              city: 'Sacramento',
              region: 'CA',
              postalCode: '95814',
              country: 'US',
            },
            dueAt: this.now + serial * 60_000 + 86_400_000,
            slackAt: this.now + serial * 60_000,
            stage: 'queued',
            stationId: null,
          }
        : null,
      ...more,
    };
    this.owed.set(certificate.certificateId, { certificate, lease: null, epoch: 0 });
    this.tell(certificate);
    return certificate;
  }

  /** Puts a certificate's state at the end of the feed. */
  tell(certificate: FeedCertificate): void {
    this.feed.push({ kind: 'certificate', certificate });
  }

  /** Changes a certificate, and the feed tells of it. */
  change(
    certificate: FeedCertificate,
    about: Partial<FeedCertificate>,
    physical: Partial<FeedCertificate['physical']> = {},
  ): void {
    const owed = this.owed.get(certificate.certificateId);
    if (owed === undefined) throw new Error('No such certificate');
    const before = owed.certificate.physical;
    owed.certificate = {
      ...owed.certificate,
      ...about,
      physical: before === null ? null : { ...before, stationId: owed.lease?.stationId ?? null, ...physical },
    };
    this.tell(owed.certificate);
  }

  factsOf(stationId = this.stationId): { sequence: number; fact: Fact }[] {
    return this.facts.get(stationId) ?? [];
  }

  async #answer(path: string, search: URLSearchParams, request: Request): Promise<Response> {
    if (path === '/v1/stations/pair') return this.#pair(await request.json());
    const refused = await this.#refusal(request);
    if (refused !== null) return refused;
    if (path === '/v1/feed') return this.#feedPage(search);
    if (path.startsWith('/v1/templates/')) return this.#package(path.slice('/v1/templates/'.length));
    const body: unknown = await request.json();
    if (path === '/v1/leases') return this.#take(body);
    if (path === '/v1/leases/renew') return this.#renew(body);
    if (path === '/v1/leases/release') return this.#release(body);
    if (path === '/v1/facts') return this.#push(body);
    return json({ defined: false, code: 'NOT_FOUND', status: 404, message: 'Not Found' }, 404);
  }

  #pair(raw: unknown): Response {
    const body = Claim.parse(raw);
    if (body.code !== this.code) {
      return json(
        {
          defined: true,
          code: 'PAIRING_REFUSED',
          status: 422,
          message: '',
          data: { reason: 'unknown_code' },
        },
        422,
      );
    }
    this.publicKey = body.publicKey;
    return json({
      stationId: this.stationId,
      schoolName: 'School',
      verifyBaseUrl: 'https://verify.example/verify',
      demo: true,
    });
  }

  async #refusal(request: Request): Promise<Response | null> {
    if (this.publicKey === null) return null;
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: this.publicKey }, 'EdDSA');
    try {
      await jwtVerify(request.headers.get('authorization')?.slice('Bearer '.length) ?? '', key, {
        audience: 'central',
        subject: this.stationId,
        currentDate: new Date(this.now),
      });
      return null;
    } catch {
      return Response.json(
        { defined: true, code: 'UNAUTHORIZED', status: 401, message: '', data: { reason: 'bad token' } },
        { status: 401, headers: { date: new Date(this.now).toUTCString() } },
      );
    }
  }

  #feedPage(search: URLSearchParams): Response {
    const from = Number(search.get('cursor') ?? 0);
    const to = Math.min(this.feed.length, from + Number(search.get('limit')));
    return json({
      changes: this.feed.slice(from, to),
      cursor: String(to),
      more: to < this.feed.length,
      certificatesTotal: this.owed.size,
      now: this.now,
    });
  }

  #package(version: string): Response {
    const file = this.packages.get(version);
    return file === undefined
      ? json(
          {
            defined: true,
            code: 'NOT_FOUND',
            status: 404,
            message: '',
            data: { what: 'template', id: version },
          },
          404,
        )
      : new Response(new Blob([file], { type: 'application/zip' }), {
          headers: { 'content-disposition': 'attachment; filename="template.zip"' },
        });
  }

  #take(raw: unknown): Response {
    const body = Take.parse(raw);
    const before = this.takes.get(body.requestId);
    if (before !== undefined) return json({ leases: before });
    const leases: Lease[] = [];
    for (const [certificateId, each] of this.owed) {
      const { physical } = each.certificate;
      if (
        leases.length >= body.count ||
        physical === null ||
        each.lease !== null ||
        physical.stage !== 'queued' ||
        each.certificate.validity !== 'active'
      )
        continue;
      each.epoch += 1;
      each.lease = { stationId: this.stationId, epoch: each.epoch, expiresAt: this.now + this.leaseMs };
      leases.push({
        deliverableId: physical.deliverableId,
        certificateId,
        epoch: each.epoch,
        expiresAt: each.lease.expiresAt,
      });
    }
    this.takes.set(body.requestId, leases);
    return json({ leases });
  }

  #leased(deliverableId: string, epoch: number): Owed | undefined {
    return [...this.owed.values()].find(
      (each) =>
        each.certificate.physical?.deliverableId === deliverableId &&
        each.lease?.epoch === epoch &&
        each.lease.stationId === this.stationId,
    );
  }

  #renew(raw: unknown): Response {
    const body = Named.parse(raw);
    const renewed: Lease[] = [];
    const lost: string[] = [];
    for (const { deliverableId, epoch } of body.leases) {
      const owed = this.#leased(deliverableId, epoch);
      if (owed?.lease == null) lost.push(deliverableId);
      else {
        owed.lease.expiresAt = this.now + this.leaseMs;
        renewed.push({
          deliverableId,
          certificateId: owed.certificate.certificateId,
          epoch,
          expiresAt: owed.lease.expiresAt,
        });
      }
    }
    return json({ renewed, lost });
  }

  #release(raw: unknown): Response {
    const body = Named.parse(raw);
    let released = 0;
    for (const { deliverableId, epoch } of body.leases) {
      const owed = this.#leased(deliverableId, epoch);
      if (owed === undefined) continue;
      owed.lease = null;
      released += 1;
    }
    return json({ released });
  }

  #push(raw: unknown): Response {
    const body = Pushed.parse(raw);
    const known = this.facts.get(this.stationId) ?? [];
    this.facts.set(this.stationId, known);
    const told = (fact: Fact | undefined) => JSON.stringify(fact);
    const other = body.facts.find(
      ({ sequence, fact }) => sequence <= known.length && told(known[sequence - 1]?.fact) !== told(fact),
    );
    if (other !== undefined)
      return json({ appliedThrough: known.length, conflicts: [], divergedAt: other.sequence });
    for (const each of body.facts) {
      if (each.sequence === known.length + 1) known.push(each);
    }
    return json({ appliedThrough: known.length, conflicts: [] });
  }
}
