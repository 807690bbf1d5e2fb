import { beforeAll, describe, expect, it } from 'vitest';
import type { CompiledTemplate } from '../../src/documents/compiledTemplate.ts';
import { checkSheet } from '../../src/documents/preflight/checkSheet.ts';
import { pngOf } from '../../src/documents/preflight/png.ts';
import { preflight } from '../../src/documents/preflight/preflight.ts';
import type { PreflightSheet, PreflightTools, SheetReport } from '../../src/documents/preflight/preflight.ts';
import { LivePreview } from '../../src/documents/preview/livePreview.ts';
import { renderBatch } from '../../src/documents/renderBatch.ts';
import { renderOne } from '../../src/documents/renderOne.ts';
import {
  compiledBundledTemplate,
  nodeCodeReader,
  nodeFontLibrary,
  nodeRasteriser,
  nodeTextEngine,
} from '../support/documentsNode.ts';
import { HARD_NAMES } from '../support/hardNames.ts';
import { sampleValues } from '../support/sampleValues.ts';

describe('preflight', () => {
  let compiled: CompiledTemplate;
  let tools: PreflightTools;

  beforeAll(async () => {
    compiled = await compiledBundledTemplate('completion', await nodeTextEngine(), await nodeFontLibrary());
    tools = { rasteriser: await nodeRasteriser(), codeReader: await nodeCodeReader() };
  });

  const fileOf = async (sheets: readonly PreflightSheet[]): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of renderBatch(compiled, sheets, { title: 'Batch' })) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  const reports = async (
    pdf: Uint8Array,
    sheets: readonly PreflightSheet[],
    dpi = 300,
    signal?: AbortSignal,
  ): Promise<SheetReport[]> => {
    const found: SheetReport[] = [];
    const options = signal === undefined ? { dpi } : { dpi, signal };
    for await (const report of preflight(compiled, pdf, sheets, tools, options)) found.push(report);
    return found;
  };
  const active = (name: string, index = 1): PreflightSheet => ({
    values: sampleValues(name, index),
    record: { validity: 'active', templateVersion: compiled.id },
  });

  it('finds nothing on sound sheets, and says so sheet by sheet', async () => {
    const sheets = Object.values(HARD_NAMES).map((name, index) => active(name, index + 1));
    const found = await reports(await fileOf(sheets), sheets);
    expect(found.map(({ sheet, findings }) => [sheet, findings])).toEqual(
      sheets.map((_, index) => [index, []]),
    );
  });

  it('finds a code that says another certificate', async () => {
    const printed = [active('Ada Lovelace', 1), active('Alan Turing', 2)];
    const expected = [active('Ada Lovelace', 1), active('Alan Turing', 3)];
    const [first, second] = await reports(await fileOf(printed), expected);
    expect(first?.findings).toEqual([]);
    expect(second?.findings.map(({ kind }) => kind)).toEqual(['qrSaysOther']);
    expect([...(second?.picture?.subarray(1, 4) ?? [])]).toEqual([...Buffer.from('PNG')]);
  });

  it('finds a code that the printer could not show', async () => {
    const sheets = [active('Ada Lovelace')];
    const [report] = await reports(await fileOf(sheets), sheets, 30);
    expect(report?.findings).toEqual([{ kind: 'qrUnreadable', field: 'qr', detail: 'at 30 dpi' }]);
  });

  it('stops a revoked certificate, and one that was issued with another template', async () => {
    const sheet: PreflightSheet = {
      values: sampleValues('Ada Lovelace'),
      record: { validity: 'revoked', templateVersion: 'f'.repeat(64) },
    };
    const [report] = await reports(await fileOf([sheet]), [sheet]);
    expect(report?.findings).toEqual([
      { kind: 'notActive', validity: 'revoked' },
      { kind: 'otherTemplate', wanted: 'f'.repeat(64), used: compiled.id },
    ]);
  });

  it('finds a signature that does not stand, and hands over what the printed code says', async () => {
    const read: string[] = [];
    const code = '0000-0000-0000-0001';
    const values = sampleValues('Ada Lovelace');
    const payload = values.text['qrPayload'] ?? '';
    const sheet: PreflightSheet = {
      ...active('Ada Lovelace'),
      values,
      verify: async (found) => {
        read.push(found.code);
        return 'bad_signature';
      },
    };
    const [report] = await reports(await fileOf([sheet]), [sheet]);
    expect(report?.findings).toEqual([{ kind: 'badSignature', verdict: 'bad_signature' }]);
    expect(payload).toContain(read[0] ?? code);
  });

  it('a file with fewer pages than sheets is found out', async () => {
    const sheets = [active('Ada Lovelace', 1), active('Alan Turing', 2)];
    const found = await reports(await fileOf(sheets.slice(0, 1)), sheets);
    expect(found[1]?.findings).toEqual([{ kind: 'pageMissing', page: 2 }]);
  });

  it('can be cancelled between sheets', async () => {
    const sheets = [active('Ada Lovelace', 1), active('Alan Turing', 2)];
    const pdf = await fileOf(sheets);
    const cancel = new AbortController();
    const seen: number[] = [];
    const run = async (): Promise<void> => {
      for await (const { sheet } of preflight(compiled, pdf, sheets, tools, {
        dpi: 150,
        signal: cancel.signal,
      })) {
        seen.push(sheet);
        cancel.abort();
      }
    };
    await expect(run()).rejects.toThrow('aborted');
    expect(seen).toEqual([0]);
  });

  it('fields that overlap and fields that reach into the margin are found', () => {
    const moved = {
      ...compiled,
      fields: compiled.fields.map((each) =>
        each.field.id === 'courseTitle' && each.field.kind === 'text'
          ? { ...each, field: { ...each.field, id: 'moved', box: { ...each.field.box, y: 82 } } }
          : each,
      ),
      template: { ...compiled.template, safeZoneMm: { top: 8, right: 8, bottom: 40, left: 8 } },
    };
    const kinds = checkSheet(moved, sampleValues('Ada Lovelace'), undefined);
    expect(kinds).toContainEqual({ kind: 'overlap', field: 'issuedName', other: 'moved' });
    expect(kinds).toContainEqual({ kind: 'outsideMargin', field: 'qr' });
  });

  it('the live preview is the printed page, dot for dot', async () => {
    const values = sampleValues(HARD_NAMES.arabic);
    const preview = new LivePreview(compiled, tools.rasteriser);
    await preview.show(sampleValues('A'), 96);
    const { picture, findings } = await preview.show(values, 96);
    expect(findings).toEqual([]);
    const file = tools.rasteriser.open(await renderOne(compiled, values));
    const printed = file?.picture({ page: 0, dpi: 96, colour: true });
    file?.close();
    expect(Buffer.compare(picture.data, printed?.data ?? new Uint8Array())).toBe(0);
  });

  it('the live preview shows what fits and names what does not', async () => {
    const preview = new LivePreview(compiled, tools.rasteriser);
    const { findings } = await preview.show(sampleValues('Ada 🚗'), 48);
    expect(findings.map(({ kind }) => kind)).toEqual(['refusedCharacter']);
  });

  it('pictures are PNG files that others read', async () => {
    const file = tools.rasteriser.open(await renderOne(compiled, sampleValues('Ada Lovelace')));
    const picture = file?.picture({ page: 0, dpi: 20, colour: true });
    file?.close();
    if (picture === undefined) throw new Error('no picture');
    const png = pngOf(picture);
    expect(new DataView(png.buffer).getUint32(16)).toBe(picture.width);
    expect(png.length).toBeGreaterThan(500);
  });
});
