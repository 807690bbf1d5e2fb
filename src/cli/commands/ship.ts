import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { ParcelState } from '../../contract/station/packing.ts';
import type { LabelIntent, Manifest, Rate } from '../../contract/station/shipping.ts';
import { format } from '../../domain/money.ts';
import { parcelIdOf, parcelsIn } from '../finding.ts';
import { noOptions, onStation } from '../onStation.ts';
import { ExitCode } from '../problems/exitCode.ts';
import { NotHere, Refused, UsageProblem } from '../problems/problem.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { instantText, spaced } from '../words.ts';
import { parcelColumns } from './pack.ts';

const rateColumns: readonly Column<Rate>[] = [
  { head: 'RATE', of: (row) => row.rateId },
  { head: 'CARRIER', of: (row) => `${row.carrier}${row.demo ? ' (demo)' : ''}` },
  { head: 'SERVICE', of: (row) => row.service },
  { head: 'COST', of: (row) => format(row.cost), right: true },
  { head: 'DAYS', of: (row) => row.estimatedDays, right: true },
  { head: 'IN TIME', of: (row) => (row.meetsDeadline === null ? null : row.meetsDeadline ? 'yes' : 'no') },
];

const intentColumns: readonly Column<LabelIntent>[] = [
  { head: 'PARCEL', of: (row) => row.parcelNumber },
  { head: 'STATE', of: (row) => spaced(row.state) },
  { head: 'TRIES', of: (row) => row.attempts, right: true },
  { head: 'COST', of: (row) => (row.cost === null ? null : format(row.cost)), right: true },
  { head: 'PROBLEM', of: (row) => row.problem },
  { head: 'SINCE', of: (row) => instantText(row.updatedAt) },
];

const manifestColumns: readonly Column<Manifest>[] = [
  { head: 'MANIFEST', of: (row) => row.manifestNumber },
  { head: 'CARRIER', of: (row) => row.carrier },
  { head: 'PARCELS', of: (row) => row.parcels, right: true },
  { head: 'MADE', of: (row) => instantText(row.createdAt) },
  { head: 'BY', of: (row) => row.createdBy },
];

/** Postage and hand-over. */
export function shipCommands(program: Command): void {
  const ship = program.command('ship').description('postage, labels and the hand-over to the carrier');

  const list = ship
    .command('list')
    .description('parcels')
    .option('--state <state...>', `only ${ParcelState.options.join(', ')}`)
    .addHelpText('after', '\nExample:\n  station ship list --state packed labelled');
  onStation(
    list,
    z.object({ state: z.array(ParcelState).optional() }),
    async ({ client, out }, { state }) => {
      const parcels = await parcelsIn(client, state);
      out.answer({ parcels }, table(parcels, parcelColumns, 'There are no such parcels.'));
    },
  );

  const rates = ship
    .command('rates')
    .description('what the carriers ask for a parcel')
    .argument('<parcel>', 'its number')
    .addHelpText('after', '\nExample:\n  station ship rates P-2026-0007');
  onStation(rates, noOptions, async ({ client, out }, _options, [number = '']) => {
    const rows = await client.shipping.rates({ parcelId: await parcelIdOf(client, number) });
    out.answer(rows, table(rows, rateColumns, 'No carrier offers anything.'));
  });

  const buy = ship
    .command('buy')
    .description('buy labels; a parcel that has one keeps it, and nothing is paid twice')
    .argument('[parcel...]', 'their numbers')
    .option('--rate <id>', 'this rate, for one parcel; else the cheapest that arrives in time')
    .option('--all', 'every packed parcel', false)
    .addHelpText(
      'after',
      '\nExamples:\n  station ship buy P-2026-0007\n  station ship buy P-2026-0007 --rate demo-ground\n  station ship buy --all',
    );
  onStation(
    buy,
    z.object({ rate: z.string().optional(), all: z.boolean() }),
    async ({ client, out }, { rate, all }, numbers) => {
      if (all === numbers.length > 0) throw new UsageProblem('Name parcels, or --all.');
      if (rate !== undefined) {
        const [number, ...others] = numbers;
        if (number === undefined || others.length > 0) throw new UsageProblem('--rate is for one parcel.');
        const answer = await client.shipping.buyLabel({
          parcelId: await parcelIdOf(client, number),
          rateId: rate,
        });
        out.answer(
          answer,
          `${table([answer.intent], intentColumns, '')}\n\n${table([answer.parcel], parcelColumns, '')}`,
        );
        return answer.intent.state === 'bought' ? ExitCode.done : ExitCode.unreachable;
      }
      const parcelIds = all
        ? (await parcelsIn(client, ['packed'])).map(({ parcelId }) => parcelId)
        : await Promise.all(numbers.map((number) => parcelIdOf(client, number)));
      if (parcelIds.length === 0) throw new NotHere('No packed parcel waits for a label.');
      const bought: string[] = [];
      const failed: { parcelId: string; reason: string }[] = [];
      for (let at = 0; at < parcelIds.length; at += 500) {
        const answer = await client.shipping.buyMany({ parcelIds: parcelIds.slice(at, at + 500) });
        bought.push(...answer.bought);
        failed.push(...answer.failed);
      }
      out.answer(
        { bought, failed },
        `${bought.length} labels bought, ${failed.length} not.${failed.map(({ parcelId, reason }) => `\n  ${parcelId}: ${reason}`).join('')}`,
      );
      return failed.length > 0 ? ExitCode.refused : ExitCode.done;
    },
  );

  const open = ship
    .command('open')
    .description('labels that wait for the carrier or for a person')
    .addHelpText('after', '\nExample:\n  station ship open');
  onStation(open, noOptions, async ({ client, out }) => {
    const rows = await client.shipping.openIntents();
    out.answer(rows, table(rows, intentColumns, 'No label waits.'));
  });

  const label = ship
    .command('label')
    .description('save the label of a parcel')
    .argument('<parcel>', 'its number')
    .requiredOption('--out <file>', 'where to')
    .addHelpText('after', '\nExample:\n  station ship label P-2026-0007 --out label.pdf');
  onStation(label, z.object({ out: z.string() }), async ({ client, out }, { out: path }, [number = '']) => {
    const file = resolve(path);
    const content = await client.shipping.labelFile({ parcelId: await parcelIdOf(client, number) });
    await writeFile(file, await content.bytes());
    out.answer({ file, bytes: content.size, mediaType: content.type }, `Saved ${file}.`);
  });

  const verify = ship
    .command('verify')
    .description("scan the label on the envelope: is it this parcel's? Then the parcel is closed")
    .argument('<parcel>', 'its number')
    .argument('<scan>', "what the scanner read, or the label's tracking number")
    .addHelpText(
      'after',
      '\nExit status 5 when it is not.\n\nExample:\n  station ship verify P-2026-0007 9400100000000123456789',
    );
  onStation(verify, noOptions, async ({ client, out }, _options, [number = '', text = '']) => {
    const answer = await client.shipping.verifyLabel({ parcelId: await parcelIdOf(client, number), text });
    out.answer(
      answer,
      `${answer.verdict === 'match' ? 'MATCH' : `STOP: ${spaced(answer.verdict)}`}\n${table([answer.parcel], parcelColumns, '')}`,
    );
    return answer.verdict === 'match' ? ExitCode.done : ExitCode.notPassed;
  });

  const handOver = ship
    .command('hand-over')
    .description("give closed parcels to the carrier's driver")
    .argument('[parcel...]', 'their numbers')
    .option('--all', 'every closed parcel', false)
    .addHelpText(
      'after',
      '\nExit status 1 when parcels had to be left out.\n\nExamples:\n  station ship hand-over --all\n  station ship hand-over P-2026-0007 P-2026-0008',
    );
  onStation(handOver, z.object({ all: z.boolean() }), async ({ client, out }, { all }, numbers) => {
    if (all === numbers.length > 0) throw new UsageProblem('Name parcels, or --all.');
    const parcelIds = all
      ? (await parcelsIn(client, ['closed'])).map(({ parcelId }) => parcelId)
      : await Promise.all(numbers.map((number) => parcelIdOf(client, number)));
    if (parcelIds.length === 0) throw new NotHere('No closed parcel waits to be handed over.');
    const answer = await client.shipping.handOver({ parcelIds });
    out.answer(answer, table(answer.manifests, manifestColumns, 'Nothing was handed over.'));
    if (answer.leftOut.length > 0)
      throw new Refused(
        `Left out: ${answer.leftOut.map(({ parcelNumber, reason }) => `${parcelNumber} (${reason})`).join(', ')}.`,
      );
  });

  const manifest = ship
    .command('manifest')
    .description('the manifests, or one saved to a file')
    .argument('[manifest]', 'its number')
    .option('--out <file>', 'where to')
    .addHelpText(
      'after',
      '\nExamples:\n  station ship manifest\n  station ship manifest M-2026-0003 --out manifest.pdf',
    );
  onStation(
    manifest,
    z.object({ out: z.string().optional() }),
    async ({ client, out }, { out: path }, [number]) => {
      const manifests = await client.shipping.manifests({ limit: 100 });
      if (number === undefined)
        return out.answer(manifests, table(manifests, manifestColumns, 'Nothing was handed over yet.'));
      const found = manifests.find(
        ({ manifestNumber }) => manifestNumber.toLowerCase() === number.toLowerCase(),
      );
      if (found === undefined) throw new NotHere(`There is no manifest "${number}".`);
      if (path === undefined) throw new UsageProblem('Where to? --out manifest.pdf');
      const file = resolve(path);
      const content = await client.shipping.manifestFile({ manifestId: found.manifestId });
      await writeFile(file, await content.bytes());
      out.answer({ file, bytes: content.size }, `Saved ${file}.`);
    },
  );
}
