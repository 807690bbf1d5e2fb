/**
 * Opens one hostile template after the other in a process of its own and says, a line of JSON each, what became of it,
 * how much processor time it took and how much memory the process has ever had:
 * `node --expose-gc tests/support/hostileTemplates.ts`. What one left behind does not count for the next.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { compileTemplate } from '../../src/documents/compileTemplate.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { packTemplate, unpackTemplate } from '../../src/documents/template/transfer.ts';
import { nodeTextEngine } from './documentsNode.ts';
import { bomb, onePage, pdfOf, stream } from './hostilePdfs.ts';

type Files = ReadonlyMap<string, Uint8Array>;

const LETTER = '/MediaBox[0 0 792 612]';
const SOUND_PAGE = onePage(LETTER, deflateSync(Buffer.from('1 0 0 rg 100 100 200 50 re f')));
const SOUND_FONT = readFileSync(
  new URL('../../resources/fonts/NotoSerifHebrew-Regular.ttf', import.meta.url),
);
const CATALOG = '<</Type/Catalog/Pages 2 0 R>>';
const NO_PAGES = '<</Type/Pages/Count 0/Kids[]>>';

interface Template {
  [key: string]: unknown;
  fields: Record<string, unknown>[];
}

/** A package that is sound but for what `change` does to it. */
function pkg(
  change: (parts: { template: Template; files: Map<string, Uint8Array> }) => void,
  font: Uint8Array = SOUND_FONT,
): Files {
  const template: Template = {
    format: 'certificate-template/1',
    name: 'Hostile',
    page: { widthMm: 279.4, heightMm: 215.9 },
    background: { front: 'background.pdf' },
    fonts: {
      own: { name: 'Own', file: 'own.ttf', sha256: createHash('sha256').update(font).digest('hex') },
    },
    fields: [
      {
        id: 'name',
        kind: 'text',
        text: '{{issuedName}}',
        font: 'own',
        size: 20,
        box: { x: 20, y: 20, width: 200, height: 30 },
      },
    ],
  };
  const files = new Map<string, Uint8Array>([
    ['background.pdf', SOUND_PAGE],
    ['own.ttf', font],
  ]);
  change({ template, files });
  files.set('template.json', Buffer.from(JSON.stringify(template)));
  return files;
}

const behind = (pdf: Uint8Array): Files => pkg(({ files }) => files.set('background.pdf', pdf));

/** A PNG of this size whose rows inflate to `data`. */
function png(side: number, data: Uint8Array): Buffer {
  const chunk = (name: string, body: Uint8Array): Buffer => {
    const result = Buffer.alloc(body.length + 12);
    result.writeUInt32BE(body.length, 0);
    result.write(name, 4, 'latin1');
    result.set(body, 8);
    return result;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function withPicture(picture: Uint8Array): Files {
  return pkg(({ template, files }) => {
    template.fields.push({
      id: 'seal',
      kind: 'image',
      source: { from: 'package', file: 'seal.png' },
      box: { x: 20, y: 60, width: 40, height: 40 },
    });
    files.set('seal.png', picture);
  });
}

/** The sound font with its embedding rights (OS/2, fsType) set to "restricted". */
function restrictedFont(): Buffer {
  const font = Buffer.from(SOUND_FONT);
  for (let entry = 12; entry < 12 + font.readUInt16BE(4) * 16; entry += 16) {
    if (font.toString('latin1', entry, entry + 4) === 'OS/2')
      font.writeUInt16BE(2, font.readUInt32BE(entry + 8) + 8);
  }
  return font;
}

/** An object stream of numbers, more than a parser bears. */
function manyObjects(padding = ''): Buffer {
  const count = 400_000;
  const head = Buffer.alloc(count * 15, 32);
  for (let index = 0; index < count; index += 1)
    head.write(`${index + 10} ${index * 2}`, index * 15, 'latin1');
  const packed = deflateSync(Buffer.concat([head, Buffer.alloc(count * 2, '1 ')]));
  const entries = `/Type/ObjStm/N ${count}/First ${head.length}/Filter/FlateDecode${padding}`;
  return pdfOf([CATALOG, NO_PAGES, stream(entries, packed)]);
}

function deepTree(): Buffer {
  const objects: string[] = [CATALOG];
  for (let depth = 0; depth < 50_000; depth += 1) {
    objects.push(`<</Type/Pages/Count 1/Parent ${depth + 1} 0 R/Kids[${depth + 3} 0 R]>>`);
  }
  objects.push('<</Type/Page/Parent 50001 0 R/MediaBox[0 0 792 612]>>');
  return pdfOf(objects);
}

const hostile: Readonly<Record<string, () => Files>> = {
  'a truncated background': () => behind(SOUND_PAGE.subarray(0, 150)),
  'a background without its end': () => behind(SOUND_PAGE.subarray(0, 380)),
  'an encrypted background': () =>
    behind(
      pdfOf([CATALOG, NO_PAGES, '<</Filter/Standard/V 1/R 2/O(a)/U(b)/P -4>>'], '/Root 1 0 R/Encrypt 3 0 R'),
    ),
  'a background of no pages': () => behind(pdfOf([CATALOG, NO_PAGES])),
  'a page of 100 m': () => behind(onePage('/MediaBox[0 0 283465 283465]', SOUND_PAGE)),
  'a megabyte of nested arrays': () =>
    behind(pdfOf([CATALOG, `${'['.repeat(500_000)}${']'.repeat(500_000)}`])),
  'a megabyte of nested dictionaries': () =>
    behind(pdfOf([CATALOG, `${'<</A '.repeat(200_000)}1${'>>'.repeat(200_000)}`])),
  'a megabyte of nested arrays in an object stream': () =>
    behind(
      pdfOf([
        CATALOG,
        NO_PAGES,
        stream(
          '/Type/ObjStm/N 1/First 5/Filter/FlateDecode',
          deflateSync(Buffer.from(`9 0  ${'['.repeat(500_000)}${']'.repeat(500_000)}`)),
        ),
      ]),
    ),
  'a tree of pages 50,000 levels deep': () => behind(deepTree()),
  'content that inflates to 10 GB': () => behind(onePage(LETTER, bomb(10_000))),
  'objects that inflate to 10 GB': () =>
    behind(pdfOf([CATALOG, stream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', bomb(10_000))])),
  'a bomb under another spelling': () => behind(onePage(LETTER, bomb(10_000), '/Filter/Fl#61teDecode')),
  'a bomb in a bomb': () =>
    behind(onePage(LETTER, deflateSync(bomb(10_000)), '/Filter[/FlateDecode/FlateDecode]')),
  'a hundred bombs that are each allowed': () =>
    behind(
      pdfOf([
        CATALOG,
        NO_PAGES,
        ...Array.from({ length: 100 }, () => stream('/Filter/FlateDecode', bomb(100))),
      ]),
    ),
  'four hundred thousand objects in one stream': () => behind(manyObjects()),
  'two hundred thousand objects in the open': () =>
    behind(pdfOf([CATALOG, NO_PAGES, ...Array.from({ length: 200_000 }, () => '1')])),
  'nine megabytes of numbers in the open': () =>
    behind(pdfOf([CATALOG, NO_PAGES, `[${'1 '.repeat(4_700_000)}]`])),
  'nine megabytes of objects behind a comment that says stream': () =>
    behind(pdfOf([CATALOG, NO_PAGES, `% >>stream\n[${'<<>>'.repeat(2_300_000)}]`])),
  'two megabytes of dictionaries': () => behind(pdfOf([CATALOG, NO_PAGES, `[${'<<>>'.repeat(500_000)}]`])),
  'objects behind a dictionary longer than one looks': () => behind(manyObjects(' '.repeat(9000))),
  'twenty thousand streams within each other': () =>
    behind(
      Buffer.concat([
        pdfOf([CATALOG, NO_PAGES]),
        Buffer.from('<<>>stream\nx\u009c\u0000\u0000\u0000\u00ff\u00ff'.repeat(15_000), 'latin1'),
        Buffer.from('\u0000\u0000\u0000\u00ff\u00ff'.repeat(1_800_000), 'latin1'),
      ]),
    ),
  'a background larger than 10 MB': () => behind(Buffer.concat([SOUND_PAGE, Buffer.alloc(11 << 20, 32)])),
  'a font that is none': () => pkg(() => undefined, Buffer.from('This is a letter to a friend, not a font.')),
  'a font that is a picture': () => pkg(() => undefined, png(10, deflateSync(Buffer.alloc(310)))),
  'half a font': () => pkg(() => undefined, SOUND_FONT.subarray(0, SOUND_FONT.length >> 1)),
  'a font that forbids embedding': () => pkg(() => undefined, restrictedFont()),
  'a picture that inflates to 10 GB': () => withPicture(png(2000, bomb(10_000))),
  'a picture of 40,000 by 40,000': () => withPicture(png(40_000, bomb(100))),
  'JSON of wrong types': () =>
    pkg(({ template }) => Object.assign(template, { name: 7, page: 'A4', fonts: [], background: null })),
  'a field that is a number': () => pkg(({ template }) => Object.assign(template, { fields: [1, 2, 3] })),
  'a megabyte of nested JSON': () =>
    new Map([
      ...pkg(() => undefined),
      ['template.json', Buffer.from(`${'['.repeat(500_000)}${']'.repeat(500_000)}`)],
    ]),
  'a field outside the page': () =>
    pkg(({ template }) => {
      for (const field of template.fields) field['box'] = { x: 270, y: 20, width: 60, height: 30 };
    }),
  'the same field twice': () =>
    pkg(({ template }) => template.fields.push(...template.fields.map((field) => ({ ...field })))),
  'a hundred thousand fields': () =>
    pkg(({ template }) => {
      const [field] = template.fields;
      template.fields = Array.from({ length: 100_000 }, (_, index) => ({ ...field, id: `name${index}` }));
    }),
  'a package of 1000 files': () =>
    pkg(({ files }) => {
      for (let index = 0; index < 1000; index += 1) files.set(`file${index}.txt`, Buffer.from('x'));
    }),
};

const engine = await nodeTextEngine();
const nowhere = { read: async () => undefined };

/** What a person is told; undefined when the template was taken. */
async function refusalOf(files: Files): Promise<string | undefined> {
  const opened = openTemplatePackage(files);
  if (!opened.ok) return opened.error.map(({ message }) => message).join(' ');
  const compiled = await compileTemplate(opened.value, nowhere, engine);
  return compiled.ok ? undefined : compiled.error.map(({ message }) => message).join(' ');
}

async function measured(name: string, work: () => Promise<string | undefined>): Promise<void> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const refusal = await work();
  const { user, system } = process.cpuUsage(before);
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ name, refusal, cpuMs: Math.round((user + system) / 1000), peakMiB }));
}

await measured('a sound template', () => refusalOf(pkg(() => undefined)));
for (const [name, make] of Object.entries(hostile)) {
  const files = make();
  await measured(name, () => refusalOf(files));
}
const zipBomb = packTemplate(new Map([['background.pdf', new Uint8Array(200 << 20)]]));
await measured('a packed template that inflates without end', async () => {
  const unpacked = unpackTemplate(zipBomb);
  return unpacked.ok ? undefined : unpacked.error.map(({ message }) => message).join(' ');
});
