import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { FeedCertificate, FeedChange } from '../../src/contract/central/feed.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import type { PostalAddress } from '../../src/domain/address.ts';
import { buildQrPayload, publishKey, signSnapshot } from '../../src/domain/certificates/qrPayload.ts';
import type { Validity } from '../../src/domain/certificates/validity.ts';
import { newVerificationCode } from '../../src/domain/certificates/verificationCode.ts';
import { RulePack } from '../../src/domain/time/rulePack.ts';
import type { SimulatedCarrierFaults } from '../../src/station/carriers/simulated/settings.ts';
import { createSimulatedCarrier } from '../../src/station/carriers/simulated/simulatedCarrier.ts';
import type { SimulatedCarrier } from '../../src/station/carriers/simulated/simulatedCarrier.ts';
import type { Actor, StationContext } from '../../src/station/context.ts';
import { sqlWrite } from '../../src/station/db/statements.ts';
import type { Rendering } from '../../src/station/documents/rendering.ts';
import { receiveStock } from '../../src/station/features/stock/service.ts';
import type { PrinterAdapter } from '../../src/station/printers/adapter.ts';
import { createFolderPrinter } from '../../src/station/printers/folder/folderPrinter.ts';
import { applyChanges } from '../../src/station/sync/applyFeed.ts';
import type { WorkParts } from '../../src/station/work.ts';
import { root, stationUnderTest } from './stationUnderTest.ts';
import type { StationUnderTest } from './stationUnderTest.ts';

export const VERIFY = 'http://127.0.0.1:41234/verify';
export const clerk: Actor = { userId: 'u-clerk', displayName: 'Cleo Clerk', roles: ['clerk'] };
export const qc: Actor = { userId: 'u-qc', displayName: 'Quinn Check', roles: ['qc'] };
export const shipper: Actor = { userId: 'u-ship', displayName: 'Sam Ship', roles: ['shipping'] };
export const supervisor: Actor = { userId: 'u-super', displayName: 'Sue Per', roles: ['supervisor'] };

const DAY_MS = 86_400_000;
/** The files of the template that paper stations print, by their paths. */
export function completionFiles(): Map<string, Uint8Array> {
  const folder = join(root, 'templates', 'completion');
  return new Map(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
}
const usual = completionFiles();
export const templateVersion = versionOf(usual);
const usualVersion = templateVersion;

function versionOf(files: ReadonlyMap<string, Uint8Array>): string {
  const opened = openTemplatePackage(files);
  if (!opened.ok) throw new Error(`The template does not open: ${JSON.stringify(opened.error)}`);
  return opened.value.id;
}

/** A certificate that was put into the station, and what its QR code says. */
export interface Issued {
  readonly certificateId: string;
  readonly certificateNumber: string;
  readonly deliverableId: string;
  readonly verificationCode: string;
  readonly qr: string;
}

export interface IssueAbout {
  /** What the school prints beside the usual. */
  readonly customFields?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly address?: PostalAddress;
  readonly jurisdiction?: 'US-CA' | 'US-TX' | 'NONE';
  readonly dueInDays?: number | null;
  readonly leased?: boolean;
}

/** A sheet of US Letter, across. */
const ACROSS = { widthMm: 279.4, heightMm: 215.9, twoSided: false };

/** Pages without letters, made at once: for what is not about pages. */
export function quickRendering(): Rendering & { readonly documents: string[][] } {
  const documents: string[][] = [];
  return {
    documents,
    check: (_, pages, { report }) => {
      const checked = pages.map(({ key }) => ({ key, hash: 'a'.repeat(64), findings: [] }));
      for (const page of checked) report?.(page);
      return Promise.resolve({ ok: true, value: { pages: checked, sheet: ACROSS } });
    },
    document: (_, title, pages) => {
      documents.push(pages.map(({ key }) => key));
      const pdf = new TextEncoder().encode(`${title}\n${pages.map(({ key }) => key).join('\n')}`);
      return Promise.resolve({ ok: true, value: { pdf, sheet: ACROSS, pages: pages.length } });
    },
    page: (_, page) => Promise.resolve({ ok: true, value: new TextEncoder().encode(page.key) }),
    findingPicture: (_, page) => Promise.resolve({ ok: true, value: new TextEncoder().encode(page.key) }),
    letter: ({ kind }) =>
      Promise.resolve({
        ok: true,
        value: { pdf: new TextEncoder().encode(kind), sheet: ACROSS, pages: 1 },
      }),
    picture: (pdf) => Promise.resolve(pdf),
    packageProblem: () => Promise.resolve(null),
    stop: () => Promise.resolve(),
  };
}

export interface PaperStation extends StationUnderTest {
  readonly parts: WorkParts;
  readonly carrier: SimulatedCarrier;
  /** Issues, signs, feeds and leases certificates, the most urgent first. */
  issue(count: number, about?: IssueAbout): Promise<Issued[]>;
  /** Central says that a certificate is worth something else now. */
  setValidity(issued: Issued, validity: Validity, reason?: string): void;
}

export interface PaperOptions {
  readonly numbered?: boolean;
  readonly rendering?: Rendering;
  /** Files of another template than the usual one. */
  readonly template?: ReadonlyMap<string, Uint8Array>;
  /** What lies in the database as its package; absent: its files. */
  readonly packaged?: Uint8Array;
  readonly printers?: (folder: string) => PrinterAdapter[];
  readonly carrierFaults?: SimulatedCarrierFaults;
  readonly takeLeases?: WorkParts['takeLeases'];
}

const lease = sqlWrite<{ deliverableId: string; until: number }>(
  'UPDATE deliverables SET lease_epoch = 1, lease_expires_at = @until WHERE deliverable_id = @deliverableId',
);
const keepPackage = sqlWrite<{ package: Uint8Array; templateVersion: string }>(
  'UPDATE templates SET package = @package WHERE template_version = @templateVersion',
);

function rulePack(name: string): RulePack {
  return RulePack.parse(JSON.parse(readFileSync(join(root, 'resources', 'rules', name), 'utf8')));
}

/** A station with rules, a key, a template, a thousand sheets of paper, a demo printer and a demo carrier. */
export async function paperStation(options: PaperOptions = {}): Promise<PaperStation> {
  const station = await stationUnderTest();
  const templateVersion = options.template === undefined ? usualVersion : versionOf(options.template);
  const { ctx, clock, folder } = station;
  const keys = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new TypeError('Ed25519 makes pairs of keys');
  const published = await publishKey(keys.publicKey, {
    keyId: 'k1',
    notBefore: '2020-01-01',
    notAfter: null,
  });
  const carrier = createSimulatedCarrier(
    { folder: join(folder, 'carrier'), settlesAfterMs: 120_000 },
    clock,
    options.carrierFaults,
  );
  const people: FeedChange[] = [clerk, qc, shipper, supervisor].map(({ userId, displayName, roles }) => ({
    kind: 'person',
    person: { userId, displayName, roles: [...roles], pinHash: 'x', active: true },
  }));
  const feed = (changes: readonly FeedChange[]): void => {
    ctx.db.write((tx) => applyChanges(tx, ctx, 'station-1', changes, false));
  };
  feed([
    ...people,
    { kind: 'rulePack', rulePack: rulePack('us-ca.json') },
    { kind: 'rulePack', rulePack: rulePack('us-tx.json') },
    { kind: 'rulePack', rulePack: rulePack('none.json') },
    { kind: 'course', course: { courseId: 'course-1', title: 'Traffic School', jurisdiction: 'US-CA' } },
    {
      kind: 'stockItem',
      stockItem: {
        stockItemId: 'paper',
        name: 'Security paper',
        numbered: options.numbered ?? false,
        reorderAt: 100,
      },
    },
    {
      kind: 'template',
      template: { templateVersion, title: 'Completion', stockItemId: 'paper', published: true },
    },
    {
      kind: 'key',
      key: {
        keyId: 'k1',
        publicKey: published.publicKey,
        notBefore: Date.parse(published.notBefore),
        notAfter: null,
      },
    },
  ]);
  const packaged = options.packaged ?? zipSync(Object.fromEntries(options.template ?? usual));
  ctx.db.write((tx) => keepPackage.run(tx, { package: packaged, templateVersion }));
  const received = receiveStock(ctx, supervisor, {
    stockItemId: 'paper',
    sheets: 1000,
    firstSerial: options.numbered ? 'CA0000001' : undefined,
  });
  if (!received.ok) throw new Error(received.error.tag);

  const certificates = new Map<string, FeedCertificate>();
  let count = 0;
  const issue = async (about: IssueAbout): Promise<Issued> => {
    count += 1;
    const name = about.name ?? `Learner ${count}`;
    const snapshot = {
      certificateId: ctx.newId(),
      certificateNumber: `CA-2026-${String(count).padStart(6, '0')}`,
      verificationCode: newVerificationCode(ctx.random),
      controlNumber: null,
      issuedName: name,
      courseTitle: 'Traffic School',
      completionDate: '2026-11-18',
      issueDate: '2026-11-19',
      jurisdiction: about.jurisdiction ?? 'US-CA',
      templateVersion,
      ...(about.customFields === undefined ? {} : { customFields: { ...about.customFields } }),
    };
    const signed = await signSnapshot(keys.privateKey, 'k1', snapshot);
    const deliverableId = ctx.newId();
    const due =
      about.dueInDays === null ? null : clock.now() + (about.dueInDays ?? 7) * DAY_MS + count * 1000;
    const certificate: FeedCertificate = {
      ...snapshot,
      courseId: 'course-1',
      signature: signed.signature,
      keyId: signed.keyId,
      validity: 'active',
      validityReason: null,
      validityAt: null,
      issuedAt: clock.now(),
      physical: {
        deliverableId,
        address: about.address ?? {
          name,
          street1: `${count} Main St`,
          city: 'Sacramento',
          region: 'CA',
          postalCode: '95814',
          country: 'US',
        },
        dueAt: due,
        slackAt: due === null ? 8_640_000_000_000_000 : due - 2 * DAY_MS,
        stage: 'queued',
        stationId: null,
      },
    };
    certificates.set(snapshot.certificateId, certificate);
    feed([{ kind: 'certificate', certificate }]);
    if (about.leased ?? true)
      ctx.db.write((tx) => lease.run(tx, { deliverableId, until: clock.now() + DAY_MS }));
    const qr = buildQrPayload({ verifyBaseUrl: VERIFY, code: snapshot.verificationCode, signature: signed });
    const { certificateId, certificateNumber, verificationCode } = snapshot;
    return { certificateId, certificateNumber, deliverableId, verificationCode, qr };
  };

  return {
    ...station,
    carrier,
    parts: {
      rendering: options.rendering ?? quickRendering(),
      printers: options.printers?.(folder) ?? [
        createFolderPrinter({ id: 'demo-printer', name: 'Demo printer', folder: join(folder, 'printed') }),
      ],
      carriers: [carrier],
      takeLeases: options.takeLeases ?? (() => Promise.resolve({ tag: 'central_away', since: null })),
      verifyBaseUrls: () => [VERIFY],
      shipFrom: () => ({
        name: 'School',
        street1: '1 School St',
        city: 'Sacramento',
        region: 'CA',
        postalCode: '95814',
        country: 'US',
      }),
    },
    async issue(many, about = {}) {
      const all: Issued[] = [];
      for (let index = 0; index < many; index += 1) all.push(await issue(about));
      return all;
    },
    setValidity(issued, validity, reason = 'refunded') {
      const known = certificates.get(issued.certificateId);
      if (known === undefined) throw new Error('Not a certificate of this test');
      feed([
        {
          kind: 'certificate',
          certificate: { ...known, validity, validityReason: reason, validityAt: clock.now() },
        },
      ]);
    },
  };
}

/** The value of a result that must be one. */
export function must<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** A number of what a query counts. */
export function counted(ctx: StationContext, text: string): number {
  return ctx.db.read((tx) => Number(tx.reads.sqlite.prepare(text).pluck().get()));
}
