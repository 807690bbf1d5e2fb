import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { PDFDocument, degrees, rgb } from 'pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkFit } from '../../src/documents/checkFit.ts';
import type { CompiledTemplate, FontLibrary } from '../../src/documents/compiledTemplate.ts';
import { compileTemplate, releaseTemplate } from '../../src/documents/compileTemplate.ts';
import { describeFinding, PageRefused } from '../../src/documents/findings.ts';
import { readBackground } from '../../src/documents/pdf/background.ts';
import type { Rasteriser } from '../../src/documents/preflight/rasteriser.ts';
import { renderDraft, renderOne } from '../../src/documents/renderOne.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { packTemplate, unpackTemplate } from '../../src/documents/template/transfer.ts';
import type { TextEngine } from '../../src/documents/text/engine.ts';
import { readFontFile } from '../../src/documents/text/fontFile.ts';
import {
  bundledTemplateFiles,
  compiledBundledTemplate,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { HARD_NAMES } from '../support/hardNames.ts';
import { bomb, onePage, pdfOf, stream } from '../support/hostilePdfs.ts';
import { sampleValues } from '../support/sampleValues.ts';

/** What trips a page writer up: no ink, control, direction, halves of characters, marks without end, our own signs. */
const HOSTILE_PIECES: readonly string[] = [
  '',
  ' ',
  '\n',
  ...Array.from(
    '\u0000\u0007\t\u007f\u0085\u2028\u202e\u202d\u2066\u2069\u200e\u200f\u061c\ufeff\u200d\u200c\u2060\u00ad\ufe0f\ufffd\ue000',
  ),
  '\ud83d',
  '\udc00',
  '\u{e0001}',
  '\u{1f600}',
  '\u{10ffff}',
  '\u0301'.repeat(50),
  'x'.repeat(500),
  '{{',
  '}}',
  '{{issuedName}}',
];

const LETTER = '/MediaBox[0 0 792 612]';
const SQUARE = deflateSync(Buffer.from('1 0 0 rg 100 100 200 50 re f'));

describe('backgrounds that are not what they should be', () => {
  const kindOf = async (pdf: Uint8Array): Promise<string> => {
    const read = await readBackground(pdf);
    return read.ok ? 'ok' : read.error.kind;
  };

  it('a sound page is read', async () => {
    expect(await kindOf(onePage(LETTER, SQUARE))).toBe('ok');
  });

  it.for<[string, () => Uint8Array, string]>([
    ['nothing', () => Buffer.alloc(0), 'unreadable'],
    ['noise', () => Buffer.from('%PDF-1.7\nhello hello hello'), 'unreadable'],
    ['a picture', () => Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), 'unreadable'],
    ['a file cut off in the middle', () => onePage(LETTER, SQUARE).subarray(0, 150), 'unreadable'],
    ['no page', () => pdfOf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 0/Kids[]>>']), 'noPage'],
    ['a page of 100 m', () => onePage('/MediaBox[0 0 283465 283465]', SQUARE), 'tooLarge'],
    ['a page without extent', () => onePage('/MediaBox[0 0 0 612]', SQUARE), 'tooLarge'],
    [
      'an encrypted file',
      () =>
        pdfOf(
          [
            '<</Type/Catalog/Pages 2 0 R>>',
            '<</Type/Pages/Count 0/Kids[]>>',
            '<</Filter/Standard/V 1/R 2/O(a)/U(b)/P -4>>',
          ],
          '/Root 1 0 R/Encrypt 3 0 R',
        ),
      'encrypted',
    ],
    [
      'a megabyte of nested arrays',
      () => pdfOf(['<</Type/Catalog/Pages 2 0 R>>', `${'['.repeat(500_000)}${']'.repeat(500_000)}`]),
      'tooLarge',
    ],
    [
      'pages that are their own children',
      () => pdfOf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Count 1/Kids[2 0 R]>>']),
      'unreadable',
    ],
    ['content that inflates to 10 GB', () => onePage(LETTER, bomb(9_000)), 'tooLarge'],
    [
      'objects that inflate to 10 GB',
      () =>
        pdfOf([
          '<</Type/Catalog/Pages 2 0 R>>',
          stream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', bomb(9_000)),
        ]),
      'tooLarge',
    ],
    [
      'a filter under another spelling',
      () => onePage(LETTER, bomb(9_000), '/Filter/Fl#61teDecode'),
      'tooLarge',
    ],
    [
      'a stream packed twice',
      () => onePage(LETTER, deflateSync(bomb(2000)), '/Filter[/FlateDecode/FlateDecode]'),
      'unreadable',
    ],
    ['broken content', () => onePage(LETTER, Buffer.from('not deflated at all')), 'unreadable'],
  ])('%s is refused with a reason', async ([, make, kind]) => {
    expect(await kindOf(make())).toBe(kind);
  });

  it('whatever is changed in a sound file, it is read or refused, never worse', async () => {
    const sound = await PDFDocument.create();
    const page = sound.addPage([792, 612]);
    page.drawRectangle({ x: 100, y: 100, width: 200, height: 50, color: rgb(1, 0, 0) });
    const seeds = [onePage(LETTER, SQUARE), Buffer.from(await sound.save({ useObjectStreams: true }))];
    const tried = fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }),
        fc.option(fc.nat()),
        async (seed, changes, cut) => {
          const changed = Buffer.from(seed);
          for (const [at, byte] of changes) changed[at % changed.length] = byte;
          const read = await readBackground(
            cut === null ? changed : changed.subarray(0, cut % changed.length),
          );
          return read.ok || read.error.message !== '';
        },
      ),
      { numRuns: 300 },
    );
    await expect(tried).resolves.toBeUndefined();
  }, 30_000);
});

describe('backgrounds of every honest build', () => {
  let rasteriser: Rasteriser;
  let engine: TextEngine;
  let library: FontLibrary;

  beforeAll(async () => {
    rasteriser = await nodeRasteriser();
    engine = await nodeTextEngine();
    library = await nodeFontLibrary();
  });

  /** Compiles a template of this background alone and says where on the seen page its red is, in points. */
  const redOn = async (
    background: Uint8Array,
    widthPoints: number,
    heightPoints: number,
  ): Promise<readonly [left: number, top: number, right: number, bottom: number]> => {
    const template = {
      format: 'certificate-template/1',
      name: 'Background',
      page: { widthMm: (widthPoints * 25.4) / 72, heightMm: (heightPoints * 25.4) / 72 },
      background: { front: 'background.pdf' },
      fonts: {},
      fields: [],
    };
    const opened = openTemplatePackage(
      new Map([
        ['template.json', Buffer.from(JSON.stringify(template))],
        ['background.pdf', background],
      ]),
    );
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const compiled = await compileTemplate(opened.value, library, engine);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
    const file = rasteriser.open(await renderDraft(compiled.value, { text: {} }));
    if (file === undefined) throw new Error('no PDF');
    const { width, height, data } = file.picture({ page: 0, dpi: 72, colour: true });
    file.close();
    let [left, top, right, bottom] = [width, height, 0, 0];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = (y * width + x) * 3;
        if ((data[at] ?? 0) < 200 || (data[at + 1] ?? 255) > 60) continue;
        left = Math.min(left, x);
        right = Math.max(right, x + 1);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y + 1);
      }
    }
    return [left, top, right, bottom];
  };

  it.for<[string, string, number, number, readonly number[]]>([
    ['upright', LETTER, 792, 612, [100, 462, 300, 512]],
    ['turned by a quarter', `${LETTER}/Rotate 90`, 612, 792, [100, 100, 150, 300]],
    ['turned by a half', `${LETTER}/Rotate 180`, 792, 612, [492, 100, 692, 150]],
    ['turned by three quarters', `${LETTER}/Rotate 270`, 612, 792, [462, 492, 512, 692]],
    ['with its origin elsewhere', '/MediaBox[50 60 842 672]', 792, 612, [50, 522, 250, 572]],
    ['cropped', `${LETTER}/CropBox[80 90 480 390]`, 400, 300, [20, 240, 220, 290]],
    ['cropped and turned', `${LETTER}/CropBox[80 90 480 390]/Rotate 90`, 300, 400, [10, 20, 60, 220]],
  ])('a page %s stands as a viewer shows it', async ([, page, width, height, place]) => {
    expect(await redOn(onePage(page, SQUARE), width, height)).toEqual(place);
  });

  it('compressed object streams are read', async () => {
    const document = await PDFDocument.create();
    const page = document.addPage([612, 792]);
    page.setRotation(degrees(90));
    page.drawRectangle({ x: 100, y: 100, width: 200, height: 50, color: rgb(1, 0, 0) });
    const saved = await document.save({ useObjectStreams: true });
    expect(await redOn(saved, 792, 612)).toEqual([100, 100, 150, 300]);
  });
});

describe('packages that are not what they should be', () => {
  let files: Map<string, Uint8Array>;
  let engine: TextEngine;
  let library: FontLibrary;

  beforeAll(async () => {
    files = await bundledTemplateFiles('completion');
    engine = await nodeTextEngine();
    library = await nodeFontLibrary();
  });

  const changed = (change: (template: Record<string, unknown>) => void): ReadonlyMap<string, Uint8Array> => {
    const template: unknown = JSON.parse(Buffer.from(files.get('template.json') ?? []).toString());
    if (typeof template !== 'object' || template === null) throw new Error('no template');
    const copy = { ...template };
    change(copy);
    return new Map([...files, ['template.json', Buffer.from(JSON.stringify(copy))]]);
  };
  const faultsOf = (pkg: ReadonlyMap<string, Uint8Array>): string[] => {
    const opened = openTemplatePackage(pkg);
    return opened.ok ? [] : opened.error.map(({ kind }) => kind);
  };
  const fieldsOf = (template: Record<string, unknown>): Record<string, unknown>[] =>
    structuredClone(template['fields']) as Record<string, unknown>[];

  it('the same content has the same id, other content another', () => {
    const first = openTemplatePackage(files);
    const again = openTemplatePackage(new Map([...files].toReversed()));
    const other = openTemplatePackage(changed((template) => Object.assign(template, { name: 'Other' })));
    if (!first.ok || !again.ok || !other.ok) throw new Error('not opened');
    expect(again.value.id).toBe(first.value.id);
    expect(other.value.id).not.toBe(first.value.id);
  });

  it('everything that is wrong is said at once', () => {
    const pkg = changed((template) => {
      const fields = fieldsOf(template);
      const [first, second] = fields;
      if (first === undefined || second === undefined) throw new Error('no fields');
      first['box'] = { x: 270, y: 10, width: 30, height: 10 };
      second['id'] = first['id'];
      second['font'] = 'nowhere';
      second['text'] = 'an open {{placeholder';
      Object.assign(template, { fields, preview: 'elsewhere.png' });
    });
    expect(faultsOf(pkg).toSorted()).toEqual(
      [
        'badJson',
        'doubleField',
        'fieldOutsidePage',
        'fileMissing',
        'fontNotDeclared',
        'unknownFile',
      ].toSorted(),
    );
  });

  it.for<[string, (template: Record<string, unknown>) => void]>([
    ['a wrong type', (template) => Object.assign(template, { name: 7 })],
    ['an unknown key', (template) => Object.assign(template, { nmae: 'x' })],
    [
      'a path that leads out',
      (template) => Object.assign(template, { background: { front: '../secret.pdf' } }),
    ],
    ['another format', (template) => Object.assign(template, { format: 'certificate-template/9' })],
  ])('%s in template.json is refused', ([, change]) => {
    expect(faultsOf(changed(change))).toContain('badJson');
  });

  it('a file that nothing names, and JSON that is none, are refused', () => {
    expect(faultsOf(new Map([...files, ['virus.exe', Buffer.from('x')]]))).toEqual(['unknownFile']);
    expect(faultsOf(new Map([...files, ['template.json', Buffer.from('{')]]))).toEqual(['badJson']);
    expect(faultsOf(new Map())).toEqual(['fileMissing']);
  });

  it('any JSON is read or refused', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(faultsOf(new Map([...files, ['template.json', Buffer.from(text)]])).length).toBeGreaterThan(0);
      }),
    );
  });

  it('whatever is changed in a sound template, it is read or refused in words', async () => {
    const sound: unknown = JSON.parse(Buffer.from(files.get('template.json') ?? []).toString());
    const paths: (readonly (string | number)[])[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > 0) paths.push(path);
      if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
      }
    };
    walk(sound, []);
    const change = (value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown => {
      if (key === undefined) return to;
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).map(([name, inner]): [string, unknown] =>
        name === String(key) ? [name, change(inner, rest, to)] : [name, inner],
      );
      return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
    };
    const numbers = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1e9, 5e-324));
    const tried = fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...paths), fc.oneof(numbers, fc.jsonValue())), {
          minLength: 1,
          maxLength: 3,
        }),
        async (changes) => {
          const hostile = changes.reduce<unknown>((value, [path, to]) => change(value, path, to), sound);
          const opened = openTemplatePackage(
            new Map([...files, ['template.json', Buffer.from(JSON.stringify(hostile))]]),
          );
          if (!opened.ok) return opened.error.every(({ message }) => message.length > 5);
          const compiled = await compileTemplate(opened.value, library, engine);
          if (!compiled.ok) return compiled.error.every(({ message }) => message.length > 5);
          const values = sampleValues('Ada Lovelace');
          if (checkFit(compiled.value, values).length === 0) await renderOne(compiled.value, values);
          releaseTemplate(compiled.value);
          return true;
        },
      ),
      { numRuns: 120 },
    );
    await expect(tried).resolves.toBeUndefined();
  }, 60_000);

  it('a font that is missing, altered, no font or not for embedding is refused', async () => {
    const nowhere: FontLibrary = { read: async () => undefined };
    const altered: FontLibrary = { read: async () => Buffer.from('OTTO and so on') };
    const opened = openTemplatePackage(files);
    if (!opened.ok) throw new Error('not opened');
    for (const [fonts, kind] of [
      [nowhere, 'fontMissing'],
      [altered, 'badFont'],
    ] as const) {
      const compiled = await compileTemplate(opened.value, fonts, engine);
      expect(compiled.ok ? [] : [...new Set(compiled.error.map((fault) => fault.kind))]).toEqual([kind]);
    }
    const font = readFileSync(new URL('../../resources/fonts/EBGaramond-Regular.ttf', import.meta.url));
    expect('kind' in readFontFile(font)).toBe(false);
    const directory = new DataView(font.buffer, font.byteOffset, font.byteLength);
    for (let entry = 12; entry < 12 + directory.getUint16(4) * 16; entry += 16) {
      if (directory.getUint32(entry) === 0x4f53_2f32)
        directory.setUint16(directory.getUint32(entry + 8) + 8, 2);
    }
    expect(readFontFile(font)).toMatchObject({ kind: 'forbidsEmbedding' });
    expect(readFontFile(Buffer.from('no font at all, this'))).toMatchObject({ kind: 'notAFont' });
  });

  it('whatever is changed in a font, it is used or refused', async () => {
    const { createHash } = await import('node:crypto');
    const sound = readFileSync(new URL('../../resources/fonts/NotoSerifHebrew-Regular.ttf', import.meta.url));
    const background = onePage(LETTER, SQUARE);
    const tried = fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 40 }),
        async (changes) => {
          const font = Buffer.from(sound);
          for (const [at, byte] of changes) font[at % font.length] = byte;
          const template = {
            format: 'certificate-template/1',
            name: 'Font',
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
          const opened = openTemplatePackage(
            new Map([
              ['template.json', Buffer.from(JSON.stringify(template))],
              ['background.pdf', background],
              ['own.ttf', font],
            ]),
          );
          if (!opened.ok) throw new Error(JSON.stringify(opened.error));
          const compiled = await compileTemplate(opened.value, library, engine);
          if (!compiled.ok) return;
          const values = { text: { issuedName: 'יצחק בן־דוד', certificateNumber: '1' } };
          if (checkFit(compiled.value, values).length === 0) await renderOne(compiled.value, values);
        },
      ),
      { numRuns: 150 },
    );
    await expect(tried).resolves.toBeUndefined();
  }, 60_000);

  it('a package goes through one file and back', () => {
    const unpacked = unpackTemplate(packTemplate(files));
    if (!unpacked.ok) throw new Error(JSON.stringify(unpacked.error));
    expect([...unpacked.value.keys()].toSorted()).toEqual([...files.keys()].toSorted());
    for (const [path, data] of files)
      expect(Buffer.compare(unpacked.value.get(path) ?? Buffer.of(), data)).toBe(0);
    expect(Buffer.compare(packTemplate(new Map([...files].toReversed())), packTemplate(files))).toBe(0);
  });

  it('a packed file that is none, leads out, or inflates without end is refused', () => {
    expect(unpackTemplate(Buffer.from('no zip')).ok).toBe(false);
    expect(unpackTemplate(packTemplate(new Map([['../../etc/passwd', Buffer.from('x')]]))).ok).toBe(false);
    const large = packTemplate(new Map([['background.pdf', new Uint8Array(60 * 1024 * 1024)]]));
    const refused = unpackTemplate(large);
    expect(refused.ok ? [] : refused.error.map(({ kind }) => kind)).toContain('tooLarge');
    const cut = unpackTemplate(packTemplate(files).subarray(0, 5000));
    expect(cut.ok ? openTemplatePackage(cut.value).ok : false).toBe(false);
  });
});

describe('values that are not what they should be', () => {
  let compiled: CompiledTemplate;

  beforeAll(async () => {
    compiled = await compiledBundledTemplate('completion', await nodeTextEngine(), await nodeFontLibrary());
  });

  const kindsFor = (name: string): string[] => [
    ...new Set(checkFit(compiled, sampleValues(name)).map(({ kind }) => kind)),
  ];

  it.for<[string, string, string[]]>([
    ['empty', '', ['empty']],
    ['spaces alone', '   ', ['empty']],
    ['500 characters', 'x'.repeat(500), ['tooLong']],
    ['500 characters in words', 'Ada Lovelace '.repeat(40), ['tooLong']],
    ['a control character', 'Ada\u0007', ['refusedCharacter']],
    ['a tabulator', 'Ada\tLovelace', ['refusedCharacter']],
    ['a right-to-left override', 'Ada \u202eecalevoL', ['refusedCharacter']],
    ['a lone surrogate', 'Ada \ud83d', ['refusedCharacter']],
    ['a private character', 'Ada \ue000', ['refusedCharacter']],
    ['a joiner between Persian letters', 'می\u200cخواهم', []],
    ['a joiner in Devanagari', 'क्\u200dष', []],
    ['decomposed letters', 'Zoe\u0308', []],
    ['a placeholder', '{{certificateNumber}}', ['leftoverPlaceholder']],
  ])('a name that is %s is judged', ([, name, kinds]) => {
    expect(kindsFor(name)).toEqual(kinds);
  });

  it('a line of joiners, marks and signs without ink is printed as it is or refused by name', () => {
    expect(kindsFor('\u200d')).toEqual(['empty']);
    expect(kindsFor('Ada\u200d\u200c\u2060Lovelace')).toEqual([]);
    expect(kindsFor(`Ada${'\u0301'.repeat(400)}`)).not.toContain('tooLong');
  });

  it('hostile pieces between the letters of any name are printed or refused in words, in every text field', async () => {
    const pieces = fc.constantFrom(...HOSTILE_PIECES, ...Object.values(HARD_NAMES));
    const texts = fc.array(pieces, { maxLength: 6 }).map((each) => each.join(''));
    const rasteriser = await nodeRasteriser();
    const tried = fc.assert(
      fc.asyncProperty(texts, texts, texts, async (issuedName, courseTitle, certificateNumber) => {
        const sample = sampleValues('Ada').text;
        const values = {
          text: { ...sample, issuedName, courseTitle, certificateNumber, issueDate: courseTitle },
        };
        const findings = checkFit(compiled, values);
        const rendering = await renderOne(compiled, values).catch((cause: unknown) => cause);
        if (findings.length > 0) {
          const said = findings.every((finding) => /^\S.{10,}/u.test(describeFinding(finding)));
          return said && rendering instanceof PageRefused;
        }
        if (!(rendering instanceof Uint8Array)) return false;
        const file = rasteriser.open(rendering);
        const pages = file?.pageCount;
        file?.close();
        return pages === 1;
      }),
      { numRuns: 300 },
    );
    await expect(tried).resolves.toBeUndefined();
  }, 60_000);

  it('any name is printed or refused, and never breaks the page', async () => {
    const rasteriser = await nodeRasteriser();
    const tried = fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (name) => {
        const values = sampleValues('Ada');
        const filled = { text: { ...values.text, issuedName: name } };
        if (checkFit(compiled, filled).length > 0) return;
        const file = rasteriser.open(await renderOne(compiled, filled));
        expect(file?.pageCount).toBe(1);
        file?.close();
      }),
      { numRuns: 300 },
    );
    await expect(tried).resolves.toBeUndefined();
  }, 30_000);
});
