import { FACES, FALLBACKS } from './fonts.ts';
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

/** `template.json` of a certificate in the bundled faces, with the fonts for all other scripts behind them. */
export function certificateFile(
  { widthMm, heightMm }: Sheet,
  about: { readonly name: string; readonly jurisdiction: string },
  fields: readonly FieldEntry[],
): Uint8Array {
  const template = {
    format: 'certificate-template/1',
    name: about.name,
    kind: 'certificate',
    jurisdiction: about.jurisdiction,
    page: { widthMm, heightMm },
    background: { front: 'background.pdf' },
    safeZoneMm: { top: 8, right: 8, bottom: 8, left: 8 },
    language: 'en-US',
    dateFormat: 'MMMM d, yyyy',
    title: 'Certificate {{certificateNumber}}',
    fonts: { ...FACES, ...FALLBACKS },
    fallbacks: ['text', ...Object.keys(FALLBACKS)],
    fields,
  };
  return new TextEncoder().encode(`${JSON.stringify(template, null, 2)}\n`);
}
