import type { Command } from 'commander';
import { z } from 'zod';
import type { CertificateCard, HistoryEvent } from '../../contract/station/history.ts';
import { noOptions, onStation } from '../onStation.ts';
import { ExitCode } from '../problems/exitCode.ts';
import { NotHere } from '../problems/problem.ts';
import { facts, table } from '../table.ts';
import type { Column } from '../table.ts';
import { instantText, spaced } from '../words.ts';

const cardColumns: readonly Column<CertificateCard>[] = [
  { head: 'CERTIFICATE', of: (row) => row.certificateNumber },
  { head: 'NAME', of: (row) => row.issuedName },
  { head: 'COURSE', of: (row) => row.courseTitle },
  { head: 'VALIDITY', of: (row) => row.validity },
  { head: 'LIFECYCLE', of: (row) => row.lifecycle },
  { head: 'DUE', of: (row) => instantText(row.dueAt) },
];

const eventColumns: readonly Column<HistoryEvent>[] = [
  { head: 'WHEN', of: (row) => instantText(row.at) },
  { head: 'EVENT', of: (row) => row.event },
  { head: 'WHO', of: (row) => row.who },
  { head: 'STATION', of: (row) => row.station },
  {
    head: 'DETAIL',
    of: (row) =>
      Object.entries(row.detail)
        .map(([name, value]) => `${name}: ${value}`)
        .join('; '),
  },
];

/** One certificate's story, the pull list, and the audit log. */
export function historyCommands(program: Command): void {
  const history = program
    .command('history')
    .description("a certificate's whole story")
    .argument('<text>', 'name, certificate number, code, tracking number or sheet serial')
    .addHelpText('after', '\nExamples:\n  station history CA-2026-000117\n  station history "maria garcia"');
  onStation(history, noOptions, async ({ client, out }, _options, [text = '']) => {
    const cards = await client.history.find({ text });
    const [first, ...others] = cards;
    if (first === undefined) throw new NotHere(`This station has nothing that fits "${text}".`);
    if (others.length > 0) return out.answer({ cards }, table(cards, cardColumns, ''));
    const { card, events } = await client.history.certificate({ certificateId: first.certificateId });
    const parcels = card.tracking.map(
      ({ parcelNumber, tracking }) => `${parcelNumber}${tracking === null ? '' : ` ${tracking}`}`,
    );
    const top = facts([
      ['Certificate', card.certificateNumber],
      ['Name', card.issuedName],
      ['Course', `${card.courseTitle} (${card.jurisdiction})`],
      ['Completed', card.completionDate],
      ['Issued', card.issueDate],
      ['Validity', `${card.validity}${card.validityReason === null ? '' : `: ${card.validityReason}`}`],
      ['Lifecycle', card.lifecycle],
      ['Due', instantText(card.dueAt)],
      ['Parcels', parcels.length === 0 ? null : parcels.join(', ')],
    ]);
    out.answer({ card, events }, `${top}\n\n${table(events, eventColumns, 'Nothing has happened yet.')}`);
  });

  const pullList = program
    .command('pull-list')
    .description('paper of certificates that may not go out any more, and where it is now')
    .addHelpText('after', '\nExit status 1 when there is any.\n\nExample:\n  station pull-list');
  onStation(pullList, noOptions, async ({ client, out }) => {
    const rows = await client.history.pullList();
    const columns: readonly Column<(typeof rows)[number]>[] = [
      { head: 'CERTIFICATE', of: (row) => row.piece.certificateNumber },
      { head: 'NAME', of: (row) => row.piece.issuedName },
      {
        head: 'WHERE IT IS',
        of: (row) =>
          `${spaced(row.place)}${row.piece.batchNumber === null ? '' : `, ${row.piece.batchNumber}`}`,
      },
      { head: 'SHEET', of: (row) => row.piece.position, right: true },
      { head: 'WHY', of: (row) => row.reason },
      { head: 'SINCE', of: (row) => instantText(row.since) },
    ];
    out.answer(rows, table(rows, columns, 'Nothing is to be pulled.'));
    return rows.length > 0 ? ExitCode.refused : ExitCode.done;
  });

  const audit = program
    .command('audit')
    .description('everything that somebody did here, newest first')
    .option('--limit <n>', 'at most so many', '50')
    .option('--check', 'recompute the whole chain instead: has anything been altered?', false)
    .addHelpText(
      'after',
      '\nExit status 6 when --check finds the chain broken.\n\nExamples:\n  station audit --limit 20\n  station audit --check',
    );
  onStation(
    audit,
    z.object({ limit: z.coerce.number().int().min(1).max(500), check: z.boolean() }),
    async ({ client, out }, { limit, check }) => {
      if (check) {
        const answer = await client.history.auditCheck();
        out.answer(
          answer,
          answer.intact
            ? `Intact: ${answer.entries} entries.`
            : `BROKEN from entry ${answer.firstBroken ?? 1} on, of ${answer.entries}. Keep this computer as it is and tell a supervisor.`,
        );
        return answer.intact ? ExitCode.done : ExitCode.failed;
      }
      const answer = await client.history.audit({ limit });
      const columns: readonly Column<(typeof answer.rows)[number]>[] = [
        { head: 'NO', of: (row) => row.sequence, right: true },
        { head: 'WHEN', of: (row) => instantText(row.at) },
        { head: 'WHO', of: (row) => row.who },
        { head: 'ACTION', of: (row) => row.action },
        { head: 'SUBJECT', of: (row) => row.subject },
        { head: 'DETAIL', of: (row) => row.detail },
      ];
      out.answer(answer, table(answer.rows, columns, 'Nothing is on record.'));
      return ExitCode.done;
    },
  );
}
