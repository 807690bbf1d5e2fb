import { OFFICE_FACES, OFFICE_FALLBACKS } from './fonts.ts';
import { ink, line, pen, rectangle } from './guilloche.ts';
import { vectorPage } from './pdfPage.ts';
import { LETTER_PORTRAIT, MM } from './sheet.ts';
import { box, templateFile, text } from './templateFile.ts';
import type { FieldEntry } from './templateFile.ts';

const { at, widthPoints, heightPoints, widthMm: WIDTH, heightMm: HEIGHT } = LETTER_PORTRAIT;
const ACCENT = '#1f5673';
const INK = '#1b1e22';
const GREY = '#5b6168';
const RULE = '#b9c0c7';
const TINT = '#eef2f5';
const LEFT = 14;
const RIGHT = WIDTH - 14;

/** A column of a list: the values `rowN<Key>` stand under its heading. */
interface Column {
  readonly key: string;
  readonly heading: string;
  readonly widthMm: number;
  readonly font: 'text' | 'mono';
  readonly align?: 'right';
}

interface ListPage {
  readonly name: string;
  readonly kind: 'packingSlip' | 'batchSheet';
  readonly title: string;
  readonly language: string;
  readonly dateFormat: string;
  readonly head: readonly FieldEntry[];
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly topMm: number;
  readonly rowMm: number;
}

function listPackage(list: ListPage): ReadonlyMap<string, Uint8Array> {
  const fields = [...list.head];
  const bottom = list.topMm + (list.rows + 1) * list.rowMm;
  let page = `0 J\n${pen(ACCENT, 1.2)}${line(at(LEFT, 12), at(RIGHT, 12))}`;
  page +=
    ink(TINT) + rectangle(...at(LEFT, list.topMm + list.rowMm), (RIGHT - LEFT) * MM, list.rowMm * MM, 'f');
  page += pen(RULE, 0.35);
  for (let row = 0; row <= list.rows + 1; row += 1) {
    const y = list.topMm + row * list.rowMm;
    page += line(at(LEFT, y), at(RIGHT, y));
  }
  let x = LEFT;
  for (const column of list.columns) {
    page += line(at(x, list.topMm), at(x, bottom));
    const place = (row: number) =>
      box(x + 1.2, list.topMm + row * list.rowMm + 0.4, column.widthMm - 2.4, list.rowMm - 0.8);
    const style = { align: column.align ?? 'left', vertical: 'middle', overflow: 'shrink' };
    fields.push(
      text(`heading${column.key}`, column.heading, place(0), {
        ...style,
        font: 'strong',
        size: 8.5,
        colour: INK,
      }),
    );
    for (let row = 1; row <= list.rows; row += 1) {
      fields.push(
        text(`row${row}${column.key}`, `{{row${row}${column.key}}}`, place(row), {
          ...style,
          required: false,
          font: column.font,
          size: 9,
          minSize: 5,
          colour: INK,
          // A long name goes on a second line before it becomes too small.
          ...(column.font === 'text' ? { overflow: 'wrapThenShrink', maxLines: 2, lineHeight: 1.05 } : {}),
        }),
      );
    }
    x += column.widthMm;
  }
  page += line(at(x, list.topMm), at(x, bottom));
  fields.push(
    text('pageOf', '{{pageOf}}', box(RIGHT - 60, HEIGHT - 13, 60, 6), {
      font: 'text',
      size: 8.5,
      colour: GREY,
      align: 'right',
      overflow: 'refuse',
    }),
  );
  return new Map([
    [
      'template.json',
      templateFile(
        {
          name: list.name,
          kind: list.kind,
          sheet: LETTER_PORTRAIT,
          marginMm: 5,
          language: list.language,
          dateFormat: list.dateFormat,
          title: list.title,
          faces: OFFICE_FACES,
          fallbacks: OFFICE_FALLBACKS,
        },
        fields,
      ),
    ],
    ['background.pdf', vectorPage(widthPoints, heightPoints, page)],
  ]);
}

const heading = {
  role: 'heading',
  font: 'strong',
  size: 17,
  colour: ACCENT,
  align: 'left',
  overflow: 'shrink',
  minSize: 10,
};
const side = { font: 'text', size: 10, minSize: 7, colour: INK, align: 'right', overflow: 'shrink' };
const lines = {
  font: 'text',
  size: 9.5,
  minSize: 7,
  colour: GREY,
  align: 'left',
  vertical: 'top',
  lineHeight: 1.25,
  overflow: 'shrink',
};

/** The words of the lists in one language. */
interface ListWords {
  readonly language: string;
  readonly dateFormat: string;
  readonly packingSlip: { readonly name: string; readonly heading: string; readonly parcel: string };
  readonly batchSheet: { readonly name: string; readonly heading: string };
  readonly shipTo: string;
  readonly columns: Readonly<Record<'certificate' | 'name' | 'course' | 'sheet' | 'verdict', string>>;
}

const ENGLISH: ListWords = {
  language: 'en-US',
  dateFormat: 'MMMM d, yyyy',
  packingSlip: { name: 'Packing slip', heading: 'Packing slip', parcel: 'Parcel' },
  batchSheet: { name: 'Batch sheet list', heading: 'Batch' },
  shipTo: 'Ship to',
  columns: {
    certificate: 'Certificate',
    name: 'Name',
    course: 'Course',
    sheet: 'Sheet',
    verdict: 'Verdict',
  },
};

const SPANISH: ListWords = {
  language: 'es-US',
  dateFormat: "d 'de' MMMM 'de' yyyy",
  packingSlip: { name: 'Packing slip, Spanish', heading: 'Lista de contenido', parcel: 'Paquete' },
  batchSheet: { name: 'Batch sheet list, Spanish', heading: 'Lote' },
  shipTo: 'Destinatario',
  columns: {
    certificate: 'Certificado',
    name: 'Nombre',
    course: 'Curso',
    sheet: 'Hoja',
    verdict: 'Resultado',
  },
};

/** The lists, by folder. */
export function listPackages(): Readonly<Record<string, ReadonlyMap<string, Uint8Array>>> {
  return {
    packingSlip: packingSlip(ENGLISH),
    packingSlipEs: packingSlip(SPANISH),
    batchSheet: batchSheet(ENGLISH),
    batchSheetEs: batchSheet(SPANISH),
  };
}

function packingSlip(words: ListWords): ReadonlyMap<string, Uint8Array> {
  const { columns } = words;
  return listPackage({
    name: words.packingSlip.name,
    kind: 'packingSlip',
    title: `${words.packingSlip.heading} {{parcel}}`,
    language: words.language,
    dateFormat: words.dateFormat,
    head: [
      text('heading', words.packingSlip.heading, box(LEFT, 15, 100, 9), heading),
      text('parcel', `${words.packingSlip.parcel} {{parcel}}`, box(RIGHT - 80, 15, 80, 9), {
        ...side,
        font: 'strong',
      }),
      text('sender', '{{sender}}', box(LEFT, 26, 90, 26), { ...lines, maxLines: 6 }),
      text('shippedDate', '{{shippedDate}}', box(RIGHT - 80, 24, 80, 6), side),
      text('service', '{{service}}', box(RIGHT - 80, 30, 80, 6), { ...side, required: false }),
      text('tracking', '{{tracking}}', box(RIGHT - 80, 36, 80, 6), {
        ...side,
        font: 'mono',
        required: false,
      }),
      text('shipTo', words.shipTo, box(LEFT, 56, 90, 5), { ...lines, font: 'strong', colour: ACCENT }),
      text('address', '{{address}}', box(LEFT, 61.5, 120, 24), {
        ...lines,
        size: 11,
        minSize: 6.5,
        colour: INK,
        maxLines: 8,
        overflow: 'wrapThenShrink',
        lineHeight: 1.15,
        label: 'Address',
      }),
      text('total', '{{total}}', box(RIGHT - 60, 80, 60, 6), { ...side, font: 'strong' }),
    ],
    columns: [
      { key: 'Position', heading: '#', widthMm: 10, font: 'mono', align: 'right' },
      { key: 'Number', heading: columns.certificate, widthMm: 44, font: 'mono' },
      { key: 'Name', heading: columns.name, widthMm: 52, font: 'text' },
      { key: 'Course', heading: columns.course, widthMm: 51.9, font: 'text' },
      { key: 'Serial', heading: columns.sheet, widthMm: 30, font: 'mono' },
    ],
    rows: 18,
    topMm: 88,
    rowMm: 9,
  });
}

function batchSheet(words: ListWords): ReadonlyMap<string, Uint8Array> {
  const { columns } = words;
  return listPackage({
    name: words.batchSheet.name,
    kind: 'batchSheet',
    title: `${words.batchSheet.heading} {{batch}}`,
    language: words.language,
    dateFormat: words.dateFormat,
    head: [
      text('heading', `${words.batchSheet.heading} {{batch}}`, box(LEFT, 15, 120, 9), heading),
      text('printedDate', '{{printedDate}}', box(RIGHT - 66, 15, 66, 9), side),
      text('facts', '{{facts}}', box(LEFT, 26, 120, 14), { ...lines, maxLines: 3 }),
      text('total', '{{total}}', box(RIGHT - 66, 26, 66, 6), { ...side, font: 'strong' }),
    ],
    columns: [
      { key: 'Position', heading: '#', widthMm: 12, font: 'mono', align: 'right' },
      { key: 'Number', heading: columns.certificate, widthMm: 42, font: 'mono' },
      { key: 'Name', heading: columns.name, widthMm: 62, font: 'text' },
      { key: 'Serial', heading: columns.sheet, widthMm: 32, font: 'mono' },
      { key: 'Verdict', heading: columns.verdict, widthMm: 39.9, font: 'text' },
    ],
    rows: 30,
    topMm: 43,
    rowMm: 7,
  });
}
