import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Draft, DraftSummary, PublishedTemplate } from '../../contract/station/templates.ts';
import { SPECIMENS, specimenTexts } from '../../domain/certificates/specimens.ts';
import type { StationClient } from '../connection.ts';
import { onStation } from '../onStation.ts';
import { NotHere, UsageProblem } from '../problems/problem.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { instantText } from '../words.ts';
import { itemNamed } from './stock.ts';

/** So much of a version tells it from all others. */
const SHORT = 12;

const publishedColumns: readonly Column<PublishedTemplate>[] = [
  { head: 'TITLE', of: (row) => row.title },
  { head: 'VERSION', of: (row) => row.templateVersion.slice(0, SHORT) },
  { head: 'NEWEST', of: (row) => (row.newest ? 'yes' : '') },
  { head: 'PAPER', of: (row) => row.paperName },
  {
    head: 'PAGE',
    of: (row) => `${row.widthMm} x ${row.heightMm} mm${row.twoSided ? ', two sides' : ''}`,
  },
  { head: 'CERTIFICATES', of: (row) => row.certificates, right: true },
  { head: 'PUBLISHED', of: (row) => instantText(row.publishedAt) },
];

const draftColumns: readonly Column<DraftSummary>[] = [
  { head: 'DRAFT', of: (row) => row.title },
  { head: 'ID', of: (row) => row.draftId },
  { head: 'PAPER', of: (row) => row.paperName },
  { head: 'FROM', of: (row) => row.basedOn?.slice(0, SHORT) ?? row.source },
  { head: 'EDITED', of: (row) => instantText(row.editedAt) },
  { head: 'BY', of: (row) => row.editedBy },
];

/** Templates of certificates: what is published, and drafts on their way there. */
export function templateCommands(program: Command): void {
  const templates = program.command('templates').description('what certificates look like');

  const list = templates
    .command('list')
    .description('what is published, by title, the newest version of each first')
    .option('--drafts', 'what is being made instead')
    .addHelpText('after', '\nExamples:\n  station templates list\n  station templates list --drafts');
  onStation(list, z.object({ drafts: z.boolean().default(false) }), async ({ client, out }, { drafts }) => {
    if (drafts) {
      const rows = await client.templates.drafts();
      out.answer(rows, table(rows, draftColumns, 'There are no drafts.'));
    } else {
      const rows = await client.templates.published();
      out.answer(rows, table(rows, publishedColumns, 'Nothing is published yet.'));
    }
  });

  const exporting = templates
    .command('export')
    .description('save a published version as one file')
    .argument('<template>', 'its title (the newest of it), or the beginning of its version')
    .requiredOption('--out <file>', 'where to')
    .addHelpText(
      'after',
      '\nExample:\n  station templates export "Certificate of completion" --out ours.zip',
    );
  onStation(exporting, z.object({ out: z.string() }), async ({ client, out }, options, [text = '']) => {
    const { templateVersion } = await publishedNamed(client, text);
    const file = resolve(options.out);
    const content = await client.templates.export({ templateVersion });
    await writeFile(file, await content.bytes());
    out.answer({ file, bytes: content.size, templateVersion }, `Saved ${file}.`);
  });

  const upload = templates
    .command('upload')
    .description(
      'begin a draft from a PDF, from HTML (one file, or a ZIP with index.html), or from an exported file',
    )
    .argument('<file>', 'at most 10 MB')
    .requiredOption('--title <text>', 'what it is called')
    .requiredOption('--paper <stock>', 'the paper it is printed on: its id or name')
    .addHelpText(
      'after',
      '\nExample:\n  station templates upload certificate.pdf --title "Weekend course" --paper certificate-paper',
    );
  onStation(
    upload,
    z.object({ title: z.string(), paper: z.string() }),
    async ({ client, out }, { title, paper }, [path = '']) => {
      const { stockItemId } = await itemNamed(client, paper);
      const draft = await client.templates.upload({ file: await fileAt(path), title, stockItemId });
      out.answer(shownOf(draft), table([draft], draftColumns, ''));
      noteFaults(draft, (line) => out.note(line));
    },
  );

  const testPage = templates
    .command('test-page')
    .description('save a draft with a specimen on it, with crop marks and rulers')
    .argument('<draft>', 'its title or id')
    .requiredOption('--out <file>', 'where to: a PDF')
    .option('--name <text>', 'the name on it, or one of the specimens: latin, arabic, longest ...', 'latin')
    .option('--no-marks', 'the page alone')
    .addHelpText(
      'after',
      '\nExamples:\n  station templates test-page "Weekend course" --out page.pdf\n  station templates test-page "Weekend course" --out page.pdf --name longest --no-marks',
    );
  onStation(
    testPage,
    z.object({ out: z.string(), name: z.string().max(200), marks: z.boolean() }),
    async ({ client, out }, options, [text = '']) => {
      const { draftId } = await draftNamed(client, text);
      const issuedName = SPECIMENS.find(({ id }) => id === options.name)?.issuedName ?? options.name;
      const content = await client.templates.testPage({
        draftId,
        texts: specimenTexts({ issuedName }),
        marks: options.marks,
      });
      const file = resolve(options.out);
      await writeFile(file, await content.bytes());
      out.answer({ file, bytes: content.size }, `Saved ${file}.`);
    },
  );

  const publish = templates
    .command('publish')
    .description('hand a draft to central, which sends it to every station')
    .argument('<draft>', 'its title or id')
    .option('--keep-courses', 'courses go on with the version that the draft was begun from')
    .addHelpText('after', '\nExample:\n  station templates publish "Weekend course"');
  onStation(
    publish,
    z.object({ keepCourses: z.boolean().default(false) }),
    async ({ client, out }, { keepCourses }, [text = '']) => {
      const { draftId, revision } = await draftNamed(client, text);
      const published = await client.templates.publish({ draftId, revision, moveCourses: !keepCourses });
      const { templateVersion, coursesMoved } = published;
      out.answer(
        published,
        `Published as ${templateVersion.slice(0, SHORT)}; ${coursesMoved} ${coursesMoved === 1 ? 'course uses' : 'courses use'} it from now on.`,
      );
    },
  );
}

/** Without the whole of `template.json`, which nobody reads in a terminal. */
function shownOf({ templateJson: _, ...draft }: Draft): Omit<Draft, 'templateJson'> {
  return draft;
}

function noteFaults({ faults }: Draft, note: (line: string) => void): void {
  for (const { at, message } of faults) note(`To be mended before it is published: ${at}: ${message}`);
}

async function fileAt(path: string): Promise<File> {
  try {
    return new File([new Uint8Array(await readFile(path))], basename(path));
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && typeof problem.code === 'string')
      throw new UsageProblem(`${path} cannot be read (${problem.code}).`);
    throw problem;
  }
}

async function publishedNamed(client: StationClient, text: string): Promise<PublishedTemplate> {
  const published = await client.templates.published();
  const wanted = text.toLowerCase();
  const version = published.find(
    ({ templateVersion }) => wanted !== '' && templateVersion.startsWith(wanted),
  );
  const found = version ?? published.find(({ newest, title }) => newest && title.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const titles = [...new Set(published.map(({ title }) => title))].join(', ');
  throw new NotHere(`There is no published template "${text}". Published: ${titles}.`);
}

async function draftNamed(client: StationClient, text: string): Promise<DraftSummary> {
  const drafts = await client.templates.drafts();
  const wanted = text.toLowerCase();
  const found = drafts.filter(({ draftId, title }) => draftId === wanted || title.toLowerCase() === wanted);
  const [draft, ...others] = found;
  if (draft === undefined)
    throw new NotHere(`There is no draft "${text}". Drafts: ${drafts.map(({ title }) => title).join(', ')}.`);
  if (others.length > 0)
    throw new UsageProblem(
      `${found.length} drafts are called "${text}": name one by its id (--drafts lists them).`,
    );
  return draft;
}
