import { describe, expect, it } from 'vitest';
import { drawQr } from '../../src/documents/pdf/qr/qrDrawing.ts';
import type { QrDrawing } from '../../src/documents/pdf/qr/qrDrawing.ts';
import { qrFieldSchema } from '../../src/documents/template/format.ts';

const PAYLOAD = 'https://verify.example.org/v/X147ADGKPTX0369CFKPSWZ258C4H#k=2026a&s=A1b2C3d4';
const PAGE_HEIGHT = 612;

type Drawn = Extract<QrDrawing, { kind: 'drawn' }>;

function drawing(settings: Readonly<Record<string, unknown>> = {}): QrDrawing {
  const field = qrFieldSchema.parse({
    id: 'qr',
    kind: 'qr',
    text: '{{qrPayload}}',
    box: { x: 100, y: 50, width: 36, height: 36 },
    ...settings,
  });
  return drawQr(field, PAYLOAD, PAGE_HEIGHT);
}

function drawn(settings?: Readonly<Record<string, unknown>>): Drawn {
  const result = drawing(settings);
  if (result.kind !== 'drawn') throw new Error(result.kind);
  return result;
}

describe('a code on the page', () => {
  it('is paths alone, no picture', () => {
    const { content } = drawn();
    expect(content).not.toMatch(/\b(?:Do|BI|ID|sh)\b/u);
    expect(content.match(/ re\n/gu)?.length).toBeGreaterThan(100);
  });

  it('has more modules the more damage it is to bear', () => {
    const modules = (['L', 'M', 'Q', 'H'] as const).map((errorLevel) => drawn({ errorLevel }).modules);
    expect(modules).toEqual(modules.toSorted((less, more) => less - more));
    expect(new Set(modules).size).toBe(4);
  });

  it.each([203, 300, 600, 1200])('has modules of whole dots on a printer of %i dpi', (printerDpi) => {
    const dots = (drawn({ printerDpi }).moduleMm * printerDpi) / 25.4;
    expect(Math.abs(dots - Math.round(dots))).toBeLessThan(1e-6);
    expect(Math.round(dots)).toBeGreaterThanOrEqual(1);
  });

  it.each([0, 2, 4, 8])('keeps a quiet zone of %i modules within its box, centred', (quietModules) => {
    const { ink, moduleMm, modules } = drawn({ quietModules });
    const side = ((modules + 2 * quietModules) * moduleMm * 72) / 25.4;
    expect(ink.right - ink.left).toBeCloseTo(side, 6);
    expect(ink.top - ink.bottom).toBeCloseTo(side, 6);
    expect((ink.left + ink.right) / 2).toBeCloseTo((118 * 72) / 25.4, 6);
    expect(side).toBeLessThanOrEqual((36 * 72) / 25.4 + 1e-6);
  });

  it('is refused where its modules would be smaller than scanners read', () => {
    expect(drawing({ minModuleMm: 2 })).toMatchObject({ kind: 'tooSmall' });
    expect(drawing({ box: { x: 0, y: 0, width: 6, height: 6 } })).toMatchObject({ kind: 'tooSmall' });
  });

  it('is black with black ink alone, on paper or on its own ground', () => {
    expect(drawn({ backdrop: null }).content).not.toContain('1 g');
    expect(drawn().content).toMatch(/^q\n1 g .* re f\n0 g /u);
  });
});
