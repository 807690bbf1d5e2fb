import type { Command } from 'commander';
import { z } from 'zod';
import type { PackVerdict, Parcel } from '../../contract/station/packing.ts';
import type { StationClient } from '../connection.ts';
import { parcelIdOf } from '../finding.ts';
import { noOptions, onStation } from '../onStation.ts';
import { ExitCode } from '../problems/exitCode.ts';
import { NotHere } from '../problems/problem.ts';
import { harmless, table } from '../table.ts';
import type { Column } from '../table.ts';
import { instantText, spaced } from '../words.ts';
import { scannedTexts } from './check.ts';

/** The columns of a list of parcels. */
export const parcelColumns: readonly Column<Parcel>[] = [
  { head: 'PARCEL', of: (row) => row.parcelNumber },
  { head: 'STATE', of: (row) => spaced(row.state) },
  { head: 'TO', of: (row) => row.address.name },
  { head: 'CITY', of: (row) => `${row.address.city} ${row.address.region} ${row.address.postalCode}` },
  { head: 'SHEETS', of: (row) => row.pieces.length, right: true },
  { head: 'STILL EXPECTED', of: (row) => row.stillExpected.length, right: true },
  {
    head: 'TRACKING',
    of: (row) => (row.label === null ? null : `${row.label.tracking}${row.label.demo ? ' (demo)' : ''}`),
  },
  { head: 'DUE', of: (row) => instantText(row.dueAt) },
];

const Checked = z.enum(['sheet_in', 'letter_in', 'address_shows']);

/** The packing bench. */
export function packCommands(program: Command): void {
  const pack = program
    .command('pack')
    .description('passed sheets go into envelopes, one parcel for one address');

  const scan = pack
    .command('scan')
    .description('scan sheets into their envelopes; without codes, one from each line of standard input')
    .argument('[code...]', 'codes, certificate numbers or whole QR texts')
    .option('--json-lines', 'one JSON document for each scan, as it is answered', false)
    .addHelpText(
      'after',
      '\nExit status 5 when any sheet was not packed.\n\nExamples:\n  station pack scan 7GQ2-XK9M-4R2C\n  station pack scan < codes.txt',
    );
  onStation(
    scan,
    z.object({ jsonLines: z.boolean() }),
    async ({ client, out, input }, { jsonLines }, codes) => {
      const scans: Awaited<ReturnType<StationClient['packing']['scan']>>[] = [];
      for await (const text of scannedTexts(codes, input)) {
        const answer = await client.packing.scan({ text });
        scans.push(answer);
        if (jsonLines) out.line(JSON.stringify(answer));
        else if (!out.json) out.line(harmless(packText(answer)));
      }
      if (out.json && !jsonLines) out.answer({ scans }, '');
      return scans.every(({ verdict }) => verdict === 'packed') ? ExitCode.done : ExitCode.notPassed;
    },
  );

  const waiting = pack
    .command('waiting')
    .description('what waits to be packed, and open envelopes')
    .addHelpText('after', '\nExample:\n  station pack waiting');
  onStation(waiting, noOptions, async ({ client, out }) => {
    const answer = await client.packing.waiting();
    const sheets: readonly Column<(typeof answer.pieces)[number]>[] = [
      { head: 'CERTIFICATE', of: (row) => row.certificateNumber },
      { head: 'NAME', of: (row) => row.issuedName },
      { head: 'BATCH', of: (row) => row.batchNumber },
    ];
    out.answer(
      answer,
      `${table(answer.pieces, sheets, 'No sheet waits.')}\n\n${table(answer.parcels, parcelColumns, 'No envelope is open.')}`,
    );
  });

  const close = pack
    .command('close')
    .description('an envelope is complete')
    .argument('<parcel...>', 'their numbers')
    .option('--check <what...>', 'what you made sure of: sheet_in, letter_in, address_shows')
    .option('--checked', 'all three', false)
    .addHelpText('after', '\nExample:\n  station pack close P-2026-0007 --checked');
  onStation(
    close,
    z.object({ check: z.array(Checked).default([]), checked: z.boolean() }),
    async ({ client, out }, { check, checked }, numbers) => {
      const checklist = checked ? [...Checked.options] : check;
      const closed: Parcel[] = [];
      for (const number of numbers)
        closed.push(await client.packing.close({ parcelId: await parcelIdOf(client, number), checklist }));
      out.answer({ parcels: closed }, table(closed, parcelColumns, ''));
    },
  );

  const takeOut = pack
    .command('take-out')
    .description('take a sheet out of an envelope that has no label yet')
    .argument('<parcel>', 'its number')
    .argument('<certificate>', 'the certificate number')
    .requiredOption('--reason <text>', 'why')
    .addHelpText(
      'after',
      '\nExample:\n  station pack take-out P-2026-0007 CA-2026-000117 --reason "wrong envelope"',
    );
  onStation(
    takeOut,
    z.object({ reason: z.string() }),
    async ({ client, out }, { reason }, [number = '', certificate = '']) => {
      const parcelId = await parcelIdOf(client, number);
      const { pieces } = await client.packing.get({ parcelId });
      const piece = pieces.find(
        ({ certificateNumber }) => certificateNumber.toLowerCase() === certificate.toLowerCase(),
      );
      if (piece === undefined) throw new NotHere(`Parcel ${number} has no certificate "${certificate}".`);
      const answer = await client.packing.takeOut({ parcelId, pieceId: piece.pieceId, reason });
      out.answer(answer, table([answer], parcelColumns, ''));
    },
  );
}

function packText(answer: {
  verdict: PackVerdict;
  parcel: Parcel | null;
  piece: { certificateNumber: string; issuedName: string } | null;
  reason: string | null;
}): string {
  const { verdict, parcel, piece, reason } = answer;
  const word = verdict === 'packed' ? 'PACKED' : `LOOK: ${spaced(verdict)}`;
  const sheet = piece === null ? '' : `  ${piece.certificateNumber}  ${piece.issuedName}`;
  const rest = parcel?.stillExpected.length ?? 0;
  const envelope =
    parcel === null ? '' : `  into ${parcel.parcelNumber}${rest === 0 ? ', complete' : `, ${rest} more`}`;
  return `${word}${sheet}${envelope}${reason === null ? '' : `  ${reason}`}`;
}
