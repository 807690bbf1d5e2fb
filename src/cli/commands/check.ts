import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { z } from 'zod';
import { SpoilReason } from '../../contract/station/qc.ts';
import type { QcScan, ScannedPiece } from '../../contract/station/qc.ts';
import { meaningOf } from '../../domain/work/scanText.ts';
import type { StationClient } from '../connection.ts';
import { batchIdOf, personNamed, piecesNamed } from '../finding.ts';
import { onStation } from '../onStation.ts';
import { ExitCode } from '../problems/exitCode.ts';
import { NotHere, UsageProblem } from '../problems/problem.ts';
import { harmless } from '../table.ts';
import { spaced } from '../words.ts';
import { askedPin } from './signIn.ts';

/** The texts of the command line, else the lines that a scanner or a program sends. Empty lines are passed over. */
export async function* scannedTexts(
  words: readonly string[],
  input: NodeJS.ReadStream,
): AsyncGenerator<string> {
  if (words.length > 0) {
    yield* words;
    return;
  }
  for await (const line of createInterface({ input })) if (line.trim() !== '') yield line.trim();
}

/** Quality control. */
export function checkCommands(program: Command): void {
  const scan = program
    .command('scan')
    .description('scan printed sheets back; without codes, one from each line of standard input')
    .argument('[code...]', 'codes, certificate numbers or whole QR texts')
    .option('--batch <batch>', 'the batch in hand, to notice sheets out of order')
    .option('--json-lines', 'one JSON document for each scan, as it is answered', false)
    .addHelpText(
      'after',
      `
A pass is on disk when it is answered. Exit status 5 when any scan was not passed.

Examples:
  station scan 7GQ2-XK9M-4R2C
  station scan --batch B-2026-0042            (a scanner at this terminal; Ctrl-D ends)
  station scan --json-lines < codes.txt`,
    );
  onStation(
    scan,
    z.object({ batch: z.string().optional(), jsonLines: z.boolean() }),
    async ({ client, out, input }, { batch, jsonLines }, codes) => {
      const batchId = batch === undefined ? null : await batchIdOf(client, batch);
      const scans: QcScan[] = [];
      let pending: string | null = null;
      for await (const text of scannedTexts(codes, input)) {
        const answer: QcScan = await client.qc.scan({
          text,
          ...(batchId === null ? {} : { batchId }),
          ...(pending === null ? {} : { pendingPieceId: pending }),
        });
        pending = answer.expectsSheetSerial ? (answer.piece?.pieceId ?? null) : null;
        scans.push(answer);
        if (jsonLines) out.line(JSON.stringify(answer));
        else if (!out.json) out.line(scanText(answer));
      }
      if (out.json && !jsonLines) out.answer({ scans }, '');
      if (pending !== null) out.note('The last sheet waits for the scan of its own printed number.');
      const allPassed =
        pending === null &&
        scans.every(({ verdict }) => verdict === 'pass' || verdict === 'sheet_serial_needed');
      return allPassed ? ExitCode.done : ExitCode.notPassed;
    },
  );

  const spoil = program
    .command('spoil')
    .description('a sheet is spoiled: it is accounted for, and a new piece is queued')
    .argument('<certificate>', 'its number or code')
    .requiredOption('--reason <reason>', SpoilReason.options.join(', '))
    .option('--note <text>', 'what a reader of the record should know')
    .option(
      '--approver <person>',
      'the second person, where the rules want one (PIN asked, or STATION_APPROVER_PIN)',
    )
    .option('--serial <number>', 'the number on the sheet, where the paper is numbered')
    .option('--serial-unreadable', 'the paper is numbered, and the number cannot be read')
    .addHelpText(
      'after',
      '\nExamples:\n  station spoil CA-2026-000117 --reason smudged\n  station spoil CA-2026-000117 --reason jam --serial A0000117\n  station spoil CA-2026-000117 --reason torn --approver "Sara Supervisor"',
    );
  onStation(
    spoil,
    z.object({
      reason: SpoilReason,
      note: z.string().optional(),
      approver: z.string().optional(),
      serial: z.string().optional(),
      serialUnreadable: z.boolean().default(false),
    }),
    async ({ client, out, input }, { reason, note, approver, serial, serialUnreadable }, [text = '']) => {
      const piece = spoilable(await piecesNamed(client, text), text);
      const approvalId =
        approver === undefined ? null : await approvalOf(client, approver, piece.pieceId, reason, input);
      const answer = await client.qc.spoil({
        pieceId: piece.pieceId,
        reason,
        ...(note === undefined ? {} : { note }),
        ...(approvalId === null ? {} : { approvalId }),
        ...(serial === undefined ? {} : { sheetSerial: serial }),
        serialUnreadable,
      });
      const next = answer.requeued
        ? 'A new piece is queued.'
        : 'No new piece is queued: the certificate is not active.';
      out.answer(answer, `${answer.piece.certificateNumber}: spoiled (${spaced(reason)}). ${next}`);
    },
  );
}

function scanText({ verdict, piece, reason, expectedPosition }: QcScan): string {
  const word =
    verdict === 'pass' ? 'PASS' : `${meaningOf(verdict) === 'bad' ? 'STOP' : 'LOOK'}: ${spaced(verdict)}`;
  const sheet =
    piece === null ? '' : `  ${piece.certificateNumber}  ${piece.issuedName}  ${piece.completionDate}`;
  const expected = expectedPosition === null ? '' : `  (expected sheet ${expectedPosition})`;
  return harmless(`${word.padEnd(6)}${sheet}${reason === null ? '' : `  ${reason}`}${expected}`);
}

function spoilable(pieces: readonly ScannedPiece[], text: string): ScannedPiece {
  const stages = ['rendered', 'spooled', 'awaiting_scan', 'qc_passed', 'packed'];
  const [piece, ...others] = pieces.filter(({ stage }) => stages.includes(stage));
  if (piece === undefined) throw new NotHere(`"${text}" has no sheet that could be spoiled now.`);
  if (others.length > 0)
    throw new UsageProblem(`"${text}" has several sheets about; spoil it at the Check screen.`);
  return piece;
}

async function approvalOf(
  client: StationClient,
  name: string,
  subjectId: string,
  reason: string,
  input: NodeJS.ReadStream,
): Promise<string> {
  const { userId, displayName } = await personNamed(client, name);
  const pin = await askedPin(`PIN of ${displayName}: `, 'STATION_APPROVER_PIN', input);
  const { approvalId } = await client.session.approve({
    userId,
    pin,
    action: 'spoil_numbered_sheet',
    subjectId,
    reason,
  });
  return approvalId;
}
