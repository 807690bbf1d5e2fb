import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseTemplateJson } from '../../../../src/documents/preview/editedTemplate.ts';
import { templateSchema } from '../../../../src/documents/template/format.ts';
import type { Template } from '../../../../src/documents/template/format.ts';
import { tellChange } from '../../../../src/renderer/features/templates/compare/changes.ts';
import { fileName } from '../../../../src/renderer/features/templates/gallery/saveFile.ts';
import {
  versionName,
  versionsByTitle,
} from '../../../../src/renderer/features/templates/gallery/versions.ts';
import { fieldName } from '../../../../src/renderer/features/templates/model/fieldName.ts';
import {
  addField,
  changeField,
  duplicateField,
  isFreeId,
  removeField,
  renameField,
  reorderField,
} from '../../../../src/renderer/features/templates/model/fields.ts';
import { filePath } from '../../../../src/renderer/features/templates/model/filePath.ts';
import { addFont, removeFont, setFallback } from '../../../../src/renderer/features/templates/model/fonts.ts';
import { firstTexts, keysIn } from '../../../../src/renderer/features/templates/model/keys.ts';
import { remarksOf, thingsOf } from '../../../../src/renderer/features/templates/model/remarks.ts';
import { dpiFor, pixelsPerMm } from '../../../../src/renderer/features/templates/page/zoom.ts';
import { en } from '../../../../src/renderer/i18n/en/en.ts';
import { formatsFor } from '../../../../src/renderer/i18n/format.ts';

const file = join(import.meta.dirname, '../../../../templates/completion/template.json');
const parsed = parseTemplateJson(readFileSync(file, 'utf8'));
if (!parsed.ok) throw new Error('The bundled template is not sound.');
const template: Template = parsed.value;

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    defaultNS: 'station',
    ns: ['station'],
    resources: { en: { station: en } },
    interpolation: { escapeValue: false },
  });
});

const sound = (edited: Template) => templateSchema.parse(structuredClone(edited));

describe('editing fields', () => {
  it('whatever is added, duplicated, renamed and put in another order is a sound template, each field under a name of its own', () => {
    const acts = fc.array(
      fc.record({
        act: fc.constantFrom('text', 'qr', 'image', 'duplicate', 'remove', 'up', 'down'),
        at: fc.nat(20),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(acts, (all) => {
        let edited = template;
        for (const { act, at } of all) {
          const id = edited.fields[at % Math.max(1, edited.fields.length)]?.id ?? '';
          if (act === 'text' || act === 'qr' || act === 'image') {
            edited = addField(edited, act, 'front', 'New text')?.template ?? edited;
          } else if (act === 'duplicate') edited = duplicateField(edited, id)?.template ?? edited;
          else if (act === 'remove') edited = removeField(edited, id);
          else edited = reorderField(edited, id, act === 'up' ? -1 : 1);
        }
        sound(edited);
        expect(new Set(edited.fields.map(({ id }) => id)).size).toBe(edited.fields.length);
      }),
    );
  });

  it('an entry that is taken away is gone, not empty', () => {
    const labelled = changeField(template, 'issuedName', 'text', { dateFormat: 'yyyy' });
    const plain = changeField(labelled, 'issuedName', 'text', { dateFormat: undefined });
    expect(plain).toEqual(template);
    expect(changeField(template, 'issuedName', 'qr', { errorLevel: 'H' })).toEqual(template);
  });

  it('a new name is one that templates may have and no other field has', () => {
    expect(isFreeId(template, 'issuedName', 'issuedName')).toBe(true);
    expect(isFreeId(template, 'courseTitle', 'issuedName')).toBe(false);
    for (const id of ['Name', '1st', 'a b', '', 'x'.repeat(41)])
      expect(isFreeId(template, id, 'qr')).toBe(false);
    expect(renameField(template, 'qr', 'code').fields.some(({ id }) => id === 'code')).toBe(true);
  });

  it('a font that fields use stays; others go with their place among those that stand in', () => {
    expect(removeFont(template, 'text')).toBe(template);
    const without = removeFont(template, 'thai');
    expect(without.fonts['thai']).toBeUndefined();
    expect(without.fallbacks).not.toContain('thai');
    const font = { name: 'Noto Sans Thai', sha256: template.fonts['thai']?.sha256 ?? '' };
    expect(addFont(template, font)).toBe(template);
    const again = addFont(without, font);
    expect(Object.keys(again.fonts)).toContain('notoSansThai');
    expect(setFallback(again, 'notoSansThai', true).fallbacks.at(-1)).toBe('notoSansThai');
    sound(setFallback(again, 'notoSansThai', true));
  });

  it('a page is tried with a text for every value that it shows, also for those that a school made up', () => {
    const own = changeField(template, 'heading', 'text', { text: 'By {{instructorLicence}}' });
    const texts = firstTexts(own);
    for (const key of keysIn(own)) expect(texts[key], key).not.toBe('');
    expect(texts['instructorLicence']).toBe('Instructor licence');
  });
});

describe('what the preview finds', () => {
  const t = i18next.t;

  it('is said at each field that it is about, and counted once', () => {
    const remarks = remarksOf(
      {
        findings: [
          { kind: 'overlap', field: 'heading', other: 'issuedName' },
          { kind: 'tooLong', field: 'issuedName', text: 'x', fittingSize: 0, minSize: 9 },
        ],
        faults: [
          { kind: 'fieldOutsidePage', at: 'qr', message: 'in English' },
          { kind: 'unknownFile', at: 'old.pdf', message: 'left behind when it is published' },
          { kind: 'badJson', at: 'background', message: 'what nobody foresaw' },
        ],
      },
      template,
      t,
    );
    expect(remarks.map(({ field, meaning, words }) => [field, meaning, words])).toEqual([
      ['qr', 'bad', 'It stands outside the safe zone.'],
      [null, 'bad', 'what nobody foresaw'],
      ['heading', 'attention', 'It overlaps Name.'],
      ['issuedName', 'attention', 'It overlaps Heading.'],
      ['issuedName', 'attention', 'The text does not fit at any size.'],
    ]);
    expect(thingsOf(remarks)).toBe(4);
  });

  it('names what every certificate must show and this one does not', () => {
    const remarks = remarksOf({ findings: [], faults: [] }, removeField(template, 'issuedName'), t);
    expect(remarks.map(({ words }) => words)).toEqual([
      'No field shows this, and every certificate must: Name of the learner.',
    ]);
  });
});

describe('differences in words', () => {
  const told = (at: string, before: string | null, after: string | null) =>
    tellChange({ at, before, after }, template.fields, i18next.t);

  it('say the field as the screen calls it, the setting, before and after', () => {
    expect(told('fields.issuedName.box.x', '10', '12.5')).toEqual({
      where: 'Field Name',
      setting: 'Left (mm)',
      before: '10',
      after: '12.5',
    });
    expect(told('fields.seal', null, '{}')).toMatchObject({ where: 'Field Seal: new' });
    expect(told('fields.seal', '{}', null)).toMatchObject({ where: 'Field Seal: taken out' });
    expect(told('safeZoneMm.top', '8', '5')).toMatchObject({ where: 'Page', setting: 'Safe zone mm top' });
    expect(told('fonts.thai.scale', '1', '0.9')).toMatchObject({ where: 'Font Thai', setting: 'Scale' });
    expect(told('files.background.pdf', '"a"', '"b"')).toMatchObject({ where: 'File background.pdf' });
    expect(told('fields (order)', 'a b', 'b a')).toMatchObject({ where: 'Reading order' });
  });
});

describe('names and sizes', () => {
  it('a field is called as its maker says, or by its name in words', () => {
    expect(fieldName({ id: 'completionDate' })).toBe('Completion date');
    expect(fieldName({ id: 'completionDate', label: 'When' })).toBe('When');
  });

  it('a chosen file gets a path that packages may have and no other file has', () => {
    expect(filePath('pictures', 'Das Große Siegel (2).PNG', new Set())).toBe(
      'pictures/das-gro-e-siegel-2.png',
    );
    expect(filePath('pages', 'back.pdf', new Set(['pages/back.pdf']))).toBe('pages/back-2.pdf');
    expect(filePath('fonts', '字.ttf', new Set())).toBe('fonts/file.ttf');
    expect(fileName('Añeja  línea', 'zip')).toBe('aneja-linea.zip');
  });

  it('the page fits its place whole, and its picture has a dot for each dot of the screen', () => {
    const page = { widthMm: 279.4, heightMm: 215.9 };
    const room = { width: 700, height: 490 };
    const scale = pixelsPerMm('fit', page, room);
    expect(page.widthMm * scale).toBeLessThanOrEqual(room.width - 27.9);
    expect(page.heightMm * scale).toBeLessThanOrEqual(room.height - 27.9);
    expect(dpiFor(pixelsPerMm(1, page, room), 1)).toBe(96);
    expect(dpiFor(pixelsPerMm(1, page, room), 2)).toBe(192);
  });

  it('a version whose date nobody noted is told by its beginning, and never by a date of 1970', () => {
    const name = (publishedAt: number | null) =>
      versionName({ templateVersion: 'c0ffee11'.repeat(8), publishedAt }, i18next.t, formatsFor('en'));
    expect(name(null)).toBe('Version c0ffee11, date not noted');
    expect(name(Date.parse('2026-11-20T12:00:00Z'))).toContain('2026');
  });

  it('versions of one title are together, the newest first', () => {
    const version = (
      templateVersion: string,
      title: string,
      publishedAt: number | null,
      newest: boolean,
    ) => ({
      templateVersion,
      title,
      publishedAt,
      newest,
      stockItemId: 'plain',
      paperName: 'Plain',
      widthMm: 279.4,
      heightMm: 215.9,
      twoSided: false,
      jurisdiction: null,
      certificates: 0,
    });
    const grouped = versionsByTitle([
      version('a0', 'A', null, false),
      version('a1', 'A', 1, false),
      version('b1', 'B', 2, true),
      version('a3', 'A', 3, true),
      version('a2', 'A', 2, false),
    ]);
    expect(grouped.map(({ newest, older }) => [newest, ...older].map((one) => one.templateVersion))).toEqual([
      ['a3', 'a2', 'a1', 'a0'],
      ['b1'],
    ]);
  });
});
