/** Letters and lists that go with certificates, as files and to a printer. */
import { z } from 'zod';
import type { LetterLanguage, LetterSettings, LetterWanted } from '../../../contract/station/letters.ts';
import { describeFinding } from '../../../documents/findings.ts';
import { DEFAULT_INSTRUCTIONS } from '../../../documents/letters/instructions.ts';
import { addressKey, PostalAddress } from '../../../domain/address.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import { sqlRead } from '../../db/statements.ts';
import type { Reader } from '../../db/statements.ts';
import type { Letter, PrintableFile } from '../../documents/renderingProtocol.ts';
import { printFreely } from '../../printers/freePrinting.ts';
import type { PrinterStopped } from '../../printers/freePrinting.ts';
import { recordAudit } from '../../record/audit.ts';
import { readSetting, writeSetting } from '../../record/settings.ts';
import type { WorkParts } from '../../work.ts';
import { batchWithPieces } from '../batches/service.ts';
import { getParcel } from '../packing/service.ts';
import { known, layoutFor } from '../printers/service.ts';

/** What is wanted, the list of a batch's sheets among it. */
export type AnyLetter =
  | LetterWanted
  | {
      readonly what: 'sheet_list';
      readonly batchId: string;
      readonly language?: LetterLanguage | undefined;
    };

/** Why there is no letter. */
export type NoLetter =
  | { readonly tag: 'unknown_batch'; readonly batchId: string }
  | { readonly tag: 'unknown_parcel'; readonly parcelId: string }
  /** It cannot be set; in English, one sentence each. */
  | { readonly tag: 'letter_refused'; readonly reasons: string[] };

/** How many certificates a cover letter names; more are counted, and stand on the packing slip. */
const NAMED_ON_LETTER = 8;

/** What stands on letters, where nothing was set. */
export function letterSettings(tx: Reader): LetterSettings {
  return (
    readSetting(tx, 'letters') ?? {
      contact: '',
      language: 'en',
      instructions: { en: [...DEFAULT_INSTRUCTIONS.en], es: [...DEFAULT_INSTRUCTIONS.es] },
    }
  );
}

/** Keeps what stands on letters. */
export function saveLetterSettings(
  ctx: StationContext,
  actor: Actor,
  settings: LetterSettings,
): LetterSettings {
  ctx.db.write((tx) => {
    writeSetting(tx, 'letters', settings);
    recordAudit(tx, ctx, { userId: actor.userId, action: 'settings.letters', subject: 'letters' });
    ctx.live.changed(tx, [{ topic: 'packing' }]);
  });
  return settings;
}

interface Lines {
  readonly name: string;
  readonly lines: readonly string[];
}

/** An address as an envelope shows it; the country is left out at home. */
function linesOf({ name, street1, street2, city, region, postalCode, country }: PostalAddress): Lines {
  const place = country === 'US' ? `${city}, ${region} ${postalCode}` : `${postalCode} ${city} ${region}`;
  const lines = [street1, street2 ?? '', place.trim(), country === 'US' ? '' : country];
  return { name, lines: lines.filter((line) => line !== '') };
}

function sender(tx: Reader, parts: WorkParts): Lines {
  const address = parts.shipFrom(tx);
  return address === null
    ? { name: readSetting(tx, 'pairing')?.schoolName ?? '', lines: [] }
    : linesOf(address);
}

/** Where anyone verifies, as a person types it. */
function verifySite(tx: Reader, parts: WorkParts): string {
  return (parts.verifyBaseUrls(tx)[0] ?? '').replace(/^https?:\/\//u, '').replace(/\/$/u, '');
}

const Stacked = z.object({ position: z.int(), address: z.string() });

/** Addresses of a batch in the order of its stack; of a piece that is in an envelope, the envelope's. */
const addressesOfBatch = sqlRead<{ batchId: string }, z.infer<typeof Stacked>>(
  `SELECT p.position, coalesce(e.address, d.address) AS address
   FROM pieces p JOIN deliverables d ON d.deliverable_id = p.deliverable_id
   LEFT JOIN parcels e ON e.parcel_id = p.parcel_id
   WHERE p.batch_id = @batchId AND p.stage NOT IN ('cancelled', 'spoiled') ORDER BY p.position`,
  Stacked,
);

function letterOf(ctx: StationContext, parts: WorkParts, wanted: AnyLetter): Result<Letter, NoLetter> {
  const today = new Date(ctx.clock.now()).toISOString().slice(0, 10);
  const settings = ctx.db.read((tx) => letterSettings(tx));
  const language: LetterLanguage = wanted.language ?? settings.language;
  switch (wanted.what) {
    case 'sheet_list': {
      const batch = batchWithPieces(ctx, wanted.batchId);
      if (batch === null) return err({ tag: 'unknown_batch', batchId: wanted.batchId });
      return ok({
        kind: 'sheetList',
        language,
        list: {
          batch: batch.batchNumber,
          printedDate: today,
          facts: [
            [batch.templateTitle, parts.printers.find(({ id }) => id === batch.printerId)?.name ?? '']
              .filter((fact) => fact !== '')
              .join(', '),
            batch.createdBy,
          ],
          sheets: batch.pieces
            .filter(({ stage }) => stage !== 'cancelled')
            .map(({ position, certificateNumber, issuedName, sheetSerial, stage }) => ({
              position,
              certificateNumber,
              issuedName,
              sheetSerial: sheetSerial ?? '',
              verdict: verdictOf(stage, language),
            })),
        },
      });
    }
    case 'address_pages': {
      const rows = ctx.db.read((tx) => addressesOfBatch.all(tx, { batchId: wanted.batchId }));
      if (rows.length === 0) return err({ tag: 'unknown_batch', batchId: wanted.batchId });
      const byEnvelope = new Map<string, PostalAddress>();
      for (const { address } of rows) {
        const parsed = PostalAddress.parse(JSON.parse(address));
        const key = addressKey(parsed);
        if (!byEnvelope.has(key)) byEnvelope.set(key, parsed);
      }
      return ok({ kind: 'addressPages', language, recipients: [...byEnvelope.values()].map(linesOf) });
    }
    case 'cover_letter': {
      const parcel = getParcel(ctx, wanted.parcelId);
      if (parcel === null) return err({ tag: 'unknown_parcel', parcelId: wanted.parcelId });
      return ctx.db.read((tx) =>
        ok({
          kind: 'coverLetter',
          language,
          letter: {
            sender: sender(tx, parts),
            recipient: linesOf(parcel.address),
            date: today,
            certificates: namedOnLetter(parcel.pieces, language),
            verifySite: verifySite(tx, parts),
            contact: settings.contact,
            instructions: settings.instructions[language],
          },
        }),
      );
    }
    case 'packing_slip': {
      const parcel = getParcel(ctx, wanted.parcelId);
      if (parcel === null) return err({ tag: 'unknown_parcel', parcelId: wanted.parcelId });
      return ctx.db.read((tx) =>
        ok({
          kind: 'packingSlip',
          language,
          slip: {
            parcel: parcel.parcelNumber,
            sender: sender(tx, parts),
            recipient: linesOf(parcel.address),
            shippedDate: today,
            service: parcel.label === null ? '' : `${parcel.label.carrier}, ${parcel.label.service}`,
            trackingNumber: parcel.label?.tracking ?? '',
            pieces: parcel.pieces.map(({ certificateNumber, issuedName, courseTitle, sheetSerial }) => ({
              certificateNumber,
              issuedName,
              courseTitle,
              sheetSerial: sheetSerial ?? '',
            })),
          },
        }),
      );
    }
  }
}

/** What the list says of a sheet that was judged; empty where the verdict is to be written by hand. */
function verdictOf(stage: string, language: LetterLanguage): string {
  if (stage === 'spoiled') return language === 'es' ? 'anulada' : 'spoiled';
  if (['claimed', 'rendered', 'spooled', 'awaiting_scan'].includes(stage)) return '';
  return language === 'es' ? 'aprobada' : 'passed';
}

function namedOnLetter(
  pieces: readonly { certificateNumber: string; issuedName: string; courseTitle: string }[],
  language: LetterLanguage,
): { number: string; issuedName: string; courseTitle: string }[] {
  const all = pieces.map(({ certificateNumber, issuedName, courseTitle }) => ({
    number: certificateNumber,
    issuedName,
    courseTitle,
  }));
  if (all.length <= NAMED_ON_LETTER) return all;
  const named = all.slice(0, NAMED_ON_LETTER - 1);
  const more = all.length - named.length;
  return [
    ...named,
    language === 'es'
      ? { number: `+${more}`, issuedName: `${more} certificados más`, courseTitle: 'vea la lista adjunta' }
      : { number: `+${more}`, issuedName: `${more} more certificates`, courseTitle: 'see the packing slip' },
  ];
}

async function made(
  ctx: StationContext,
  parts: WorkParts,
  wanted: AnyLetter,
  reversed = false,
): Promise<Result<PrintableFile, NoLetter>> {
  const found = letterOf(ctx, parts, wanted);
  if (!found.ok) return found;
  const letter = found.value;
  const ordered: Letter =
    reversed && letter.kind === 'addressPages'
      ? { ...letter, recipients: letter.recipients.toReversed() }
      : letter;
  const file = await parts.rendering.letter(ordered);
  if (file.ok) return file;
  const reasons =
    file.error.tag === 'page_refused' ? file.error.findings.map(describeFinding) : [...file.error.faults];
  return err({ tag: 'letter_refused', reasons });
}

/** The letter as a file. */
export async function letterFile(
  ctx: StationContext,
  parts: WorkParts,
  wanted: AnyLetter,
): Promise<Result<File, NoLetter>> {
  const file = await made(ctx, parts, wanted);
  if (!file.ok) return file;
  const name = `${wanted.what.replaceAll('_', '-')}.pdf`;
  return ok(new File([new Uint8Array(file.value.pdf)], name, { type: 'application/pdf' }));
}

/** The letter to a printer. Address pages come out in the order of the stack, whichever way the printer stacks. */
export async function printLetter(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  wanted: AnyLetter,
  printerId: string,
): Promise<
  Result<
    { printerJob: string | null; pages: number },
    NoLetter | PrinterStopped | { readonly tag: 'unknown_printer'; readonly printerId: string }
  >
> {
  const adapter = parts.printers.find(({ id }) => id === printerId);
  if (adapter === undefined) return err({ tag: 'unknown_printer', printerId });
  const printer = await known(adapter);
  const layout = ctx.db.read((tx) => layoutFor(tx, printer, null));
  const file = await made(ctx, parts, wanted, layout.output === 'face_up');
  if (!file.ok) return file;
  const { pdf, pages, sheet } = file.value;
  const printed = await printFreely(ctx, parts, actor, {
    printerId,
    title: wanted.what.replaceAll('_', '-'),
    pdf,
    pages,
    media: { widthMm: sheet.widthMm, heightMm: sheet.heightMm },
    tray: null,
  });
  return printed.ok ? ok({ ...printed.value, pages }) : printed;
}
