import { describe, expect, test } from 'vitest';
import { closeOut } from '../../../src/station/features/batches/service.ts';
import { approve } from '../../../src/station/features/people/service.ts';
import { recentScans, scanSheet, sheetMap } from '../../../src/station/features/qc/service.ts';
import { holdDeliverable, listQueue } from '../../../src/station/features/queue/service.ts';
import { spoilPiece } from '../../../src/station/features/spoiling/service.ts';
import { balanceOf, listStock, sheetsOfBatch } from '../../../src/station/features/stock/service.ts';
import { counted, must, paperStation, qc, VERIFY } from '../paperStation.ts';
import type { PaperStation } from '../paperStation.ts';
import { printedBatch } from '../passedPieces.ts';

/** The PIN 1234. */
const PIN_1234 = 'scrypt$2048$8$1$J4OhVVjT3DeQwGgvFvyzlw$YKwrDGTfHoLjk4W_Vgbf_8GT33bsZnpfCdqId9NAD04';

async function verdict(
  station: PaperStation,
  text: string,
  more: { batchId?: string; pendingPieceId?: string } = {},
) {
  return scanSheet(station.ctx, station.parts, qc, { text, ...more });
}

describe('a scan at quality control', () => {
  test('passes a sheet by QR, code or number, once', async () => {
    const station = await paperStation();
    const { issued } = await printedBatch(station, 3);
    const [a, b, c] = issued;
    if (a === undefined || b === undefined || c === undefined) throw new Error('Too few');
    expect((await verdict(station, a.qr)).verdict).toBe('pass');
    expect((await verdict(station, b.verificationCode.toLowerCase())).verdict).toBe('pass');
    expect((await verdict(station, c.certificateNumber)).verdict).toBe('pass');
    expect((await verdict(station, a.qr)).verdict).toBe('already_scanned');
    expect(counted(station.ctx, `SELECT sum(sheets) FROM stock_movements WHERE kind = 'bound'`)).toBe(3);
    expect(recentScans(station.ctx, 2).map((scan) => scan.verdict)).toEqual(['already_scanned', 'pass']);
  });

  test('refuses a QR whose signature is of another certificate, of no key of ours, or missing', async () => {
    const station = await paperStation();
    const { issued } = await printedBatch(station, 2);
    const [a, b] = issued;
    if (a === undefined || b === undefined) throw new Error('Too few');
    const swapped = `${VERIFY}/${a.verificationCode}${b.qr.slice(b.qr.indexOf('#'))}`;
    expect(await verdict(station, swapped)).toMatchObject({
      verdict: 'bad_signature',
      reason: 'bad_signature',
    });
    expect(await verdict(station, a.qr.replace('k=k1', 'k=k9'))).toMatchObject({
      verdict: 'bad_signature',
      reason: 'unknown_key',
    });
    expect(await verdict(station, a.qr.split('#')[0] ?? '')).toMatchObject({
      verdict: 'bad_signature',
      reason: 'unsigned',
    });
    expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'qc_passed'`)).toBe(0);
  });

  test('says what is not ours, unknown, mistyped or unreadable', async () => {
    const station = await paperStation();
    const { issued } = await printedBatch(station, 1);
    const code = issued[0]?.verificationCode ?? '';
    const wrong = (code.startsWith('A') ? 'B' : 'A') + code.slice(1);
    expect((await verdict(station, `https://elsewhere.test/verify/${code}`)).verdict).toBe('not_ours');
    expect((await verdict(station, 'CA-2026-999999')).verdict).toBe('unknown_code');
    expect((await verdict(station, wrong)).verdict).toBe('mistyped');
    expect((await verdict(station, '???')).verdict).toBe('unreadable');
    expect((await verdict(station, '1Z999AA10123456784')).verdict).toBe('wrong_sheet');
  });

  test('does not pass what is not printed, held, or of another batch', async () => {
    const station = await paperStation();
    const [waiting] = await station.issue(1, { dueInDays: 30 });
    const { issued, batchId } = await printedBatch(station, 1, { dueInDays: 1 });
    const other = await printedBatch(station, 1);
    const [held] = other.issued;
    if (waiting === undefined || held === undefined) throw new Error('Too few');
    expect(batchId).not.toBe('');
    expect((await verdict(station, waiting.qr)).verdict).toBe('not_printed');
    expect((await verdict(station, issued[0]?.qr ?? '', { batchId: other.batchId })).verdict).toBe(
      'other_batch',
    );
    must(holdDeliverable(station.ctx, qc, { deliverableId: held.deliverableId, reason: 'name in doubt' }));
    expect(await verdict(station, held.qr)).toMatchObject({ verdict: 'on_hold', reason: 'name in doubt' });
  });

  test('shows a missing sheet as a gap while the stack is scanned, from either end', async () => {
    for (const upwards of [true, false]) {
      const station = await paperStation();
      const { issued, batchId } = await printedBatch(station, 5);
      const stack = upwards ? issued : issued.toReversed();
      const [first, second, , fourth, fifth] = stack;
      if (first === undefined || second === undefined || fourth === undefined || fifth === undefined)
        throw new Error('Too few');
      expect((await verdict(station, first.qr)).expectedPosition).toBeNull();
      expect((await verdict(station, second.qr)).expectedPosition).toBeNull();
      expect(await verdict(station, fourth.qr)).toMatchObject({ verdict: 'pass', expectedPosition: 3 });
      expect((await verdict(station, fifth.qr)).expectedPosition).toBeNull();
      expect((await verdict(station, fifth.qr)).verdict).toBe('already_scanned');
      expect(sheetMap(station.ctx, batchId)).toMatchObject({ gaps: [3], doubleScans: 1 });
      const open = closeOut(station.ctx, qc, batchId);
      expect(open).toEqual({ ok: false, error: { tag: 'sheets_unaccounted', missing: 1, positions: [3] } });
    }
  });

  test('of a sheet that is out before the printer has said so passes it', async () => {
    const station = await paperStation();
    const { issued } = await printedBatch(station, 1);
    station.ctx.db.write((tx) => tx.writes.sqlite.exec(`UPDATE pieces SET stage = 'spooled'`));
    expect((await verdict(station, issued[0]?.qr ?? '')).verdict).toBe('pass');
  });
});

describe('numbered paper', () => {
  test('is bound by the serial that is scanned after the code, in a received range, never twice', async () => {
    const station = await paperStation({ numbered: true });
    const { issued } = await printedBatch(station, 2);
    const [a, b] = issued;
    if (a === undefined || b === undefined) throw new Error('Too few');
    const asked = await verdict(station, a.qr);
    expect(asked).toMatchObject({ verdict: 'sheet_serial_needed', expectsSheetSerial: true });
    const pendingPieceId = asked.piece?.pieceId ?? '';
    expect(await verdict(station, b.qr, { pendingPieceId })).toMatchObject({ verdict: 'expected_other' });
    expect(await verdict(station, 'CA0009999', { pendingPieceId })).toMatchObject({
      verdict: 'wrong_sheet',
      reason: 'serial_not_received',
    });
    const passed = await verdict(station, 'ca0000001', { pendingPieceId });
    expect(passed).toMatchObject({ verdict: 'pass', piece: { sheetSerial: 'CA0000001' } });
    const next = await verdict(station, b.qr);
    expect(await verdict(station, 'CA0000001', { pendingPieceId: next.piece?.pieceId ?? '' })).toMatchObject({
      verdict: 'sheet_already_bound',
    });
    expect((await verdict(station, 'CA0000002', { pendingPieceId: next.piece?.pieceId ?? '' })).verdict).toBe(
      'pass',
    );
    expect((await verdict(station, 'CA0000001')).verdict).toBe('already_scanned');
    expect(listStock(station.ctx)[0]?.ranges).toEqual([
      { first: 'CA0000001', last: 'CA0001000', remaining: 998 },
    ]);
  });

  test('is spoiled only by two people where the rules say so, and the approval is spent', async () => {
    const station = await paperStation({ numbered: true });
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(`UPDATE people SET pin_hash = '${PIN_1234}' WHERE user_id = 'u-super'`),
    );
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(
        `UPDATE rule_packs SET pack = json_set(pack, '$.witnessesForSpoil', 2) WHERE jurisdiction = 'US-CA'`,
      ),
    );
    const { issued } = await printedBatch(station, 2);
    const pieceIds = counted(station.ctx, 'SELECT count(*) FROM pieces');
    expect(pieceIds).toBe(2);
    const pieceId = (await verdict(station, issued[0]?.qr ?? '')).piece?.pieceId ?? '';
    const sheetSerial = 'CA0000001';
    expect(spoilPiece(station.ctx, qc, { pieceId, reason: 'torn', sheetSerial })).toEqual({
      ok: false,
      error: { tag: 'approval_needed' },
    });
    expect(counted(station.ctx, `SELECT count(*) FROM pieces WHERE stage = 'spoiled'`)).toBe(0);
    expect(counted(station.ctx, 'SELECT count(*) FROM sheets')).toBe(0);
    const approval = must(
      await approve(station.ctx, qc, {
        userId: 'u-super',
        pin: '1234',
        action: 'spoil_numbered_sheet',
        subjectId: pieceId,
        reason: 'seen it',
      }),
    );
    const spoiled = must(
      spoilPiece(station.ctx, qc, {
        pieceId,
        reason: 'torn',
        approvalId: approval.approvalId,
        sheetSerial,
      }),
    );
    expect(spoiled).toMatchObject({ requeued: true, piece: { stage: 'spoiled' } });
    expect(counted(station.ctx, `SELECT count(*) FROM spoilage WHERE second_user_id = 'u-super'`)).toBe(1);
    const other = (await verdict(station, issued[1]?.qr ?? '')).piece?.pieceId ?? '';
    expect(
      spoilPiece(station.ctx, qc, {
        pieceId: other,
        reason: 'torn',
        approvalId: approval.approvalId,
        sheetSerial: 'CA0000002',
      }).ok,
    ).toBe(false);
  });

  test('names its sheet when it is spoiled before any scan, or says that the number cannot be read', async () => {
    const station = await paperStation({ numbered: true });
    const { ctx } = station;
    station.ctx.db.write((tx) =>
      tx.writes.sqlite.exec(
        `UPDATE rule_packs SET pack = json_set(pack, '$.witnessesForSpoil', 1) WHERE jurisdiction = 'US-CA'`,
      ),
    );
    const { issued, batchId } = await printedBatch(station, 3);
    const [a = '', b = '', c = ''] = await Promise.all(
      issued.map(async ({ qr }) => (await verdict(station, qr)).piece?.pieceId ?? ''),
    );
    const spoil = (pieceId: string, more: object) => spoilPiece(ctx, qc, { pieceId, reason: 'jam', ...more });
    expect(spoil(a, {})).toEqual({ ok: false, error: { tag: 'serial_needed' } });
    expect(spoil(a, { sheetSerial: 'Z9999999' })).toEqual({
      ok: false,
      error: { tag: 'serial_refused', serial: 'Z9999999', reason: 'not_received' },
    });
    must(spoil(a, { sheetSerial: 'ca000 0001' }));
    expect(spoil(b, { sheetSerial: 'CA0000001' })).toMatchObject({
      ok: false,
      error: { tag: 'serial_refused', reason: 'already_bound' },
    });
    must(spoil(b, { serialUnreadable: true }));
    expect(spoil(c, { sheetSerial: 'CA0000002' }).ok).toBe(true);
    expect(counted(ctx, `SELECT count(*) FROM sheets WHERE state = 'spoiled'`)).toBe(2);
    expect(counted(ctx, `SELECT count(*) FROM pieces WHERE sheet_serial = 'CA0000001'`)).toBe(1);
    expect(ctx.db.read((tx) => sheetsOfBatch(tx, batchId))).toMatchObject({ issued: 3, spoiled: 3 });
  });
});

describe('a spoiled sheet', () => {
  test('stays on record, its certificate waits again, and the batch closes', async () => {
    const station = await paperStation();
    const { issued, batchId } = await printedBatch(station, 2);
    const [a, b] = issued;
    if (a === undefined || b === undefined) throw new Error('Too few');
    const pass = await verdict(station, a.qr);
    await verdict(station, b.qr);
    const spoiled = must(
      spoilPiece(station.ctx, qc, { pieceId: pass.piece?.pieceId ?? '', reason: 'smudged', note: 'ink' }),
    );
    expect(spoiled.requeued).toBe(true);
    expect(listQueue(station.ctx, { filter: {}, limit: 5 }).rows).toMatchObject([
      { certificateNumber: a.certificateNumber, attempts: 1 },
    ]);
    expect((await verdict(station, a.qr)).verdict).toBe('spoiled_piece');
    expect(sheetMap(station.ctx, batchId)?.sheets.map(({ state }) => state)).toEqual(['spoiled', 'passed']);
    expect(must(closeOut(station.ctx, qc, batchId)).counts).toMatchObject({ passed: 1, spoiled: 1 });
    expect(station.ctx.db.read((tx) => balanceOf(tx, station.ctx, 'paper'))).toEqual({
      onHand: 998,
      outInBatches: 0,
      bound: 1,
      spoiled: 1,
    });
    expect(spoilPiece(station.ctx, qc, { pieceId: spoiled.piece.pieceId, reason: 'torn' })).toEqual({
      ok: false,
      error: { tag: 'wrong_stage', stage: 'spoiled' },
    });
  });
});
