import { afterAll, describe, expect, test } from 'vitest';
import type { Template, TemplateField } from '../../../../src/documents/template/format.ts';
import { batchWithPieces } from '../../../../src/station/features/batches/service.ts';
import { findingPicture, renderBatchPages } from '../../../../src/station/features/pages/service.ts';
import { saveTray } from '../../../../src/station/features/printers/service.ts';
import { createPrinting } from '../../../../src/station/features/printing/service.ts';
import { nodeRasteriser } from '../../../support/documentsNode.ts';
import { clerk, counted, must, paperStation, supervisor } from '../../paperStation.ts';
import type { PaperOptions, PaperStation } from '../../paperStation.ts';
import { changedTemplate, findingsOf, newRendering, openBatch } from './pageStation.ts';

const TIMEOUT = { timeout: 60_000 };

const rendering = newRendering();
afterAll(() => rendering.stop());

const pageStation = (options: PaperOptions = {}) => paperStation({ rendering, ...options });

/** Checks one page and answers with what was found on it. */
async function foundOn(station: PaperStation, name = 'Ada Lovelace'): Promise<string[]> {
  const batchId = await openBatch(station, 1, { name });
  must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
  return findingsOf(station, batchId)[0]?.[1] ?? [];
}

function fieldOf(template: Template, wanted: (field: TemplateField) => boolean): TemplateField {
  const field = template.fields.find(wanted);
  if (field === undefined) throw new Error('The bundled template has no such field');
  return field;
}

const naming = (key: string) => (field: TemplateField) =>
  field.kind === 'text' && field.text.includes(`{{${key}`);

describe('before any paper is used', TIMEOUT, () => {
  test('a page without fault passes, and its hash is kept', async () => {
    const station = await pageStation();
    expect(await foundOn(station)).toEqual([]);
    expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE length(page_hash) = 64`)).toBe(1);
  });

  test('a character that no font has is named', async () => {
    const station = await pageStation();
    expect(await foundOn(station, 'Ada 𓀀')).toContain('missingGlyph');
  });

  test('an emoji is refused, with its reason', async () => {
    const station = await pageStation();
    const batchId = await openBatch(station, 1, { name: 'Ada 😀' });
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    expect(batchWithPieces(station.ctx, batchId)?.pieces[0]?.findings[0]).toMatchObject({
      code: 'bad_value',
      kind: 'refusedCharacter',
      values: { codePoint: 'U+1F600', reason: 'emoji' },
    });
  });

  test('a name that fits at no size is found', async () => {
    const station = await pageStation();
    expect(await foundOn(station, 'W'.repeat(200))).toContain('tooLong');
  });

  test('fields that overlap are found, both of them', async () => {
    const template = changedTemplate((json) => {
      const name = fieldOf(json, naming('issuedName'));
      fieldOf(json, naming('courseTitle')).box = { ...name.box };
    });
    const station = await pageStation({ template });
    expect(await foundOn(station)).toContain('overlap');
  });

  test('a placeholder that is left over in a name is found', async () => {
    const station = await pageStation();
    expect(await foundOn(station, 'Ada {{lastName}}')).toContain('leftoverPlaceholder');
  });

  test('an empty field is found', async () => {
    const station = await pageStation({
      template: changedTemplate((json) => {
        fieldOf(json, naming('issuedName')).required = true;
      }),
    });
    const batchId = await openBatch(station, 1);
    station.ctx.db.write((tx) => tx.writes.sqlite.exec(`UPDATE certificates SET course_title = ' '`));
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    expect(findingsOf(station, batchId)[0]?.[1]).toContain('empty');
  });

  test('a code is read back as dots of the very printer: what a fine one prints, a coarse one does not', async () => {
    const template = changedTemplate((json) => {
      const code = fieldOf(json, ({ kind }) => kind === 'qr');
      if (code.kind !== 'qr') throw new Error('No code');
      Object.assign(code, { printerDpi: 2400, minModuleMm: 0.1 });
      code.box = { ...code.box, width: 9, height: 9 };
    });
    const station = await pageStation({ template });
    const set = (dpi: number) =>
      saveTray(station.ctx, station.parts, supervisor, {
        printerId: 'demo-printer',
        tray: 'tray-1',
        stockItemId: null,
        output: 'face_down',
        duplex: 'long_edge',
        marks: false,
        dpi,
      });
    must(await set(1200));
    const batchId = await openBatch(station, 1);
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    expect(findingsOf(station, batchId)).toEqual([[1, []]]);
    must(await set(75));
    const printing = createPrinting(station.ctx, station.parts);
    expect(await printing.print(clerk, { batchId, printerId: 'demo-printer', chunkSize: 25 })).toEqual({
      ok: false,
      error: { tag: 'check_again', printer: 'Demo printer' },
    });
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    const [finding] = batchWithPieces(station.ctx, batchId)?.pieces[0]?.findings ?? [];
    expect(finding).toMatchObject({ code: 'qr_unreadable', values: { detail: 'at 75 dpi' } });
  });

  test('a signature that does not stand is found, and framed where the code is', async () => {
    const station = await pageStation();
    const batchId = await openBatch(station, 1);
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(`UPDATE certificates SET issued_name = 'Somebody Else'`),
    );
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    expect(findingsOf(station, batchId)).toEqual([[1, ['badSignature']]]);
    expect(await redShare(station, batchId)).toBeGreaterThan(0.0005);
  });

  test('a certificate that is revoked is taken out, also in the middle of a check', async () => {
    const station = await pageStation();
    const issued = await station.issue(30);
    const batchId = await openBatch(station, 30);
    let seen = 0;
    const [, , late] = issued;
    const last = issued.at(-1);
    if (late === undefined || last === undefined) throw new Error('None issued');
    must(
      await renderBatchPages(station.ctx, station.parts, clerk, batchId, {
        report: () => {
          seen += 1;
          if (seen === 3) station.setValidity(last, 'revoked');
        },
      }),
    );
    const pieces = batchWithPieces(station.ctx, batchId)?.pieces ?? [];
    expect(pieces.filter(({ stage }) => stage === 'rendered')).toHaveLength(29);
    expect(pieces.at(-1)).toMatchObject({ findings: [{ code: 'not_active' }] });
    expect(pieces.at(-1)?.stage).not.toBe('rendered');
  });

  test('a certificate that was issued with another version of the template is found', async () => {
    const station = await pageStation();
    const batchId = await openBatch(station, 2);
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(
        `UPDATE certificates SET template_version = '${'b'.repeat(64)}' WHERE certificate_number = 'CA-2026-000002'`,
      ),
    );
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    const found = findingsOf(station, batchId);
    expect(found[0]).toEqual([1, []]);
    expect(found[1]?.[1]).toContain('otherTemplate');
  });

  test('a template whose package is damaged stops every page, and says why', async () => {
    const template = changedTemplate((json) => {
      json.name = 'Damaged on its way';
    });
    const station = await pageStation({ template, packaged: new TextEncoder().encode('PK no zip at all') });
    const batchId = await openBatch(station, 2);
    expect(must(await renderBatchPages(station.ctx, station.parts, clerk, batchId)).findings).toBe(2);
    expect(findingsOf(station, batchId)).toEqual([
      [1, ['templateUnusable']],
      [2, ['templateUnusable']],
    ]);
  });

  test('what is wrong on a page is framed in red, and nothing is on one without fault', async () => {
    const station = await pageStation();
    const batchId = await openBatch(station, 1, { name: 'Ada 𓀀' });
    must(await renderBatchPages(station.ctx, station.parts, clerk, batchId));
    expect(await redShare(station, batchId)).toBeGreaterThan(0.0005);
    const sound = await pageStation();
    const other = await openBatch(sound, 1);
    must(await renderBatchPages(sound.ctx, sound.parts, clerk, other));
    expect(await redShare(sound, other)).toBe(0);
  });
});

/** The share of the picture's dots that have the red of the frames. */
async function redShare(station: PaperStation, batchId: string): Promise<number> {
  const file = must(await findingPicture(station.ctx, station.parts, { batchId, position: 1 }));
  expect(file.type).toBe('image/png');
  const { PDFDocument } = await import('pdf-lib');
  const document = await PDFDocument.create();
  const image = await document.embedPng(await file.arrayBuffer());
  document.addPage([image.width, image.height]).drawImage(image, { x: 0, y: 0 });
  const opened = (await nodeRasteriser()).open(await document.save());
  if (opened === undefined) throw new Error('No PDF');
  const { data } = opened.picture({ page: 0, dpi: 72, colour: true });
  let red = 0;
  for (let at = 0; at < data.length; at += 3) {
    if (data[at] === 0xc4 && data[at + 1] === 0x1e && data[at + 2] === 0x3a) red += 1;
  }
  return (red * 3) / data.length;
}
