import type { Template, TemplateField } from '../../../documents/template/format.ts';

/** The page of which the sizes below are true: Letter, lying across. */
const USUAL = { long: 279.4, short: 215.9 };

interface Row {
  readonly field: Pick<TemplateField, 'id' | 'label'> & { readonly text: string };
  readonly font: 'text' | 'strong';
  /** Of the page's height, from above. */
  readonly top: number;
  readonly height: number;
  /** Points, on the usual page. */
  readonly size: number;
  readonly minSize: number;
  readonly lines: number;
}

const ROWS: readonly Row[] = [
  {
    field: { id: 'issuedName', label: 'Name', text: '{{issuedName}}' },
    font: 'strong',
    top: 0.355,
    height: 0.115,
    size: 34,
    minSize: 14,
    lines: 2,
  },
  {
    field: { id: 'courseTitle', label: 'Course', text: '{{courseTitle}}' },
    font: 'strong',
    top: 0.49,
    height: 0.09,
    size: 20,
    minSize: 11,
    lines: 2,
  },
  {
    field: { id: 'completionDate', label: 'Completion date', text: '{{completionDate}}' },
    font: 'text',
    top: 0.59,
    height: 0.045,
    size: 14,
    minSize: 9,
    lines: 1,
  },
  {
    field: { id: 'certificateNumber', label: 'Certificate number', text: '{{certificateNumber}}' },
    font: 'text',
    top: 0.645,
    height: 0.04,
    size: 12,
    minSize: 7,
    lines: 1,
  },
  {
    field: { id: 'verificationCode', label: 'Verification code', text: '{{verificationCode}}' },
    font: 'text',
    top: 0.688,
    height: 0.035,
    size: 9,
    minSize: 6,
    lines: 1,
  },
];

/** Of the QR code, of the page's height. */
const CODE_TOP = 0.735;

const round = (value: number): number => Math.round(value * 100) / 100;

/**
 * `template.json` for a page that someone drew: name, course, date, number, code and QR code in the middle of it, one below
 * the other, each in a box of two thirds of the page's width, scaled with the page.
 *
 * @param page millimetres, as the page is seen.
 * @param fonts with the keys `text` and `strong`.
 */
export function templateOfPage(
  title: string,
  page: { readonly widthMm: number; readonly heightMm: number },
  { fonts, fallbacks }: Pick<Template, 'fonts' | 'fallbacks'>,
): Readonly<Record<string, unknown>> {
  const { widthMm, heightMm } = page;
  const scale = Math.min(
    Math.min(widthMm, heightMm) / USUAL.short,
    Math.max(widthMm, heightMm) / USUAL.long,
    3,
  );
  const safe = round(Math.min(8, Math.max(2, 8 * scale)));
  const width = widthMm * 0.66;
  const qr = Math.min(28 * scale, heightMm * (0.98 - CODE_TOP) - safe);
  const texts = ROWS.map(({ field, font, top, height, size, minSize, lines }) => ({
    id: field.id,
    kind: 'text',
    text: field.text,
    label: field.label,
    font,
    size: Math.max(2, round(size * scale)),
    minSize: Math.max(2, round(minSize * scale)),
    colour: '#111111',
    box: {
      x: round((widthMm - width) / 2),
      y: round(heightMm * top),
      width: round(width),
      height: round(heightMm * height),
    },
    align: 'center',
    vertical: 'middle',
    maxLines: lines,
    overflow: lines === 1 ? 'shrink' : 'shrinkThenWrap',
    lineHeight: 1.12,
  }));
  const code = {
    id: 'qr',
    kind: 'qr',
    text: '{{qrPayload}}',
    label: 'Verification code',
    box: {
      x: round((widthMm - qr) / 2),
      y: round(heightMm * CODE_TOP),
      width: round(qr),
      height: round(qr),
    },
  };
  return {
    format: 'certificate-template/1',
    name: title,
    kind: 'certificate',
    page: { widthMm: round(widthMm), heightMm: round(heightMm) },
    background: { front: 'background.pdf' },
    safeZoneMm: { top: safe, right: safe, bottom: safe, left: safe },
    language: 'en-US',
    dateFormat: 'MMMM d, yyyy',
    title: 'Certificate {{certificateNumber}}',
    fonts,
    fallbacks,
    fields: [...texts, code],
  };
}
