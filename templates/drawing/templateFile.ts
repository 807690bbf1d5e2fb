import { FACES, FALLBACKS } from './fonts.ts';
import type { DeclaredFont } from './fonts.ts';
import type { Sheet } from './sheet.ts';

/** A field as it stands in `template.json`; what is left out has the format's own default. */
export type FieldEntry = Readonly<Record<string, unknown>> & { readonly id: string };

/** A box in millimetres from the upper left corner. */
export function box(x: number, y: number, width: number, height: number): Readonly<Record<string, number>> {
  return { x, y, width, height };
}

/** A text field. */
export function text(
  id: string,
  words: string,
  place: Readonly<Record<string, number>>,
  style: Readonly<Record<string, unknown>>,
): FieldEntry {
  return { id, kind: 'text', text: words, box: place, ...style };
}

/** The code that leads to the record, as all certificates have it. */
export function verificationCode(place: Readonly<Record<string, number>>): FieldEntry {
  return {
    id: 'qr',
    kind: 'qr',
    text: '{{qrPayload}}',
    label: 'Verification code',
    errorLevel: 'M',
    colour: '#000000',
    box: place,
    printerDpi: 600,
    minModuleMm: 0.33,
  };
}

/** What a template is, but for its fields. */
export interface TemplateHead {
  readonly name: string;
  readonly kind: 'certificate' | 'coverLetter' | 'packingSlip' | 'batchSheet' | 'addressPage';
  readonly jurisdiction?: string;
  readonly sheet: Sheet;
  readonly marginMm: number;
  readonly language: string;
  readonly dateFormat: string;
  readonly title: string;
  readonly faces: Readonly<Record<string, DeclaredFont>>;
  readonly fallbacks: Readonly<Record<string, DeclaredFont>>;
}

/** Writes `template.json`. */
export function templateFile(head: TemplateHead, fields: readonly FieldEntry[]): Uint8Array {
  const margin = head.marginMm;
  const template = {
    format: 'certificate-template/1',
    name: head.name,
    kind: head.kind,
    jurisdiction: head.jurisdiction,
    page: { widthMm: head.sheet.widthMm, heightMm: head.sheet.heightMm },
    background: { front: 'background.pdf' },
    safeZoneMm: { top: margin, right: margin, bottom: margin, left: margin },
    language: head.language,
    dateFormat: head.dateFormat,
    title: head.title,
    fonts: { ...head.faces, ...head.fallbacks },
    fallbacks: ['text', ...Object.keys(head.fallbacks)],
    fields,
  };
  return new TextEncoder().encode(`${JSON.stringify(template, null, 2)}\n`);
}

/** `template.json` of a certificate in the bundled faces, with the fonts for all other scripts behind them. */
export function certificateFile(
  sheet: Sheet,
  about: { readonly name: string; readonly jurisdiction: string },
  fields: readonly FieldEntry[],
): Uint8Array {
  return templateFile(
    {
      ...about,
      kind: 'certificate',
      sheet,
      marginMm: 8,
      language: 'en-US',
      dateFormat: 'MMMM d, yyyy',
      title: 'Certificate {{certificateNumber}}',
      faces: FACES,
      fallbacks: FALLBACKS,
    },
    fields,
  );
}
