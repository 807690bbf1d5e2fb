import type { CompiledTemplate } from '../compiledTemplate.ts';
import type { Finding } from '../findings.ts';
import { renderDraft } from '../renderOne.ts';
import type { FieldValues } from '../template/fieldValues.ts';
import { pngOf } from './png.ts';
import type { Picture, Rasteriser } from './rasteriser.ts';

const DPI = 72;
const FRAME_MM = 0.7;
const MARK = [0xc4, 0x1e, 0x3a] as const;

/**
 * The sheet with what can be drawn, and a red frame around each field that something was found about; a signature that
 * does not stand is framed at the code that carries it. PNG.
 */
export async function pictureOfFindings(
  compiled: CompiledTemplate,
  values: FieldValues,
  findings: readonly Finding[],
  rasteriser: Rasteriser,
  dpi: number = DPI,
): Promise<Uint8Array> {
  const named = new Set(findings.flatMap((finding) => ('field' in finding ? [finding.field] : [])));
  for (const finding of findings) if (finding.kind === 'overlap') named.add(finding.other);
  if (findings.some(({ kind }) => kind === 'badSignature')) {
    for (const { field } of compiled.fields) if (field.kind === 'qr') named.add(field.id);
  }
  const marked = compiled.fields.filter(({ field }) => named.has(field.id));
  const back = marked.length > 0 && marked.every(({ field }) => field.side === 'back');
  const file = rasteriser.open(await renderDraft(compiled, values));
  if (file === undefined) throw new Error('A draft was written that is no PDF.');
  const picture = file.picture({ page: back ? 1 : 0, dpi, colour: true });
  file.close();
  const dots = (millimetres: number): number => Math.round((millimetres * dpi) / 25.4);
  for (const { field } of marked) {
    if ((field.side === 'back') !== back) continue;
    const { x, y, width, height } = field.box;
    frame(picture, dots(x), dots(y), dots(x + width), dots(y + height), Math.max(2, dots(FRAME_MM)));
  }
  return pngOf(picture);
}

function frame(
  picture: Picture,
  left: number,
  top: number,
  right: number,
  bottom: number,
  thickness: number,
): void {
  for (let inset = 0; inset < thickness; inset += 1) {
    for (let x = left; x <= right; x += 1) for (const y of [top + inset, bottom - inset]) dot(picture, x, y);
    for (let y = top; y <= bottom; y += 1) for (const x of [left + inset, right - inset]) dot(picture, x, y);
  }
}

function dot({ width, height, data }: Picture, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  data.set(MARK, (y * width + x) * 3);
}
