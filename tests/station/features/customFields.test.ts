import { expect, test } from 'vitest';
import { piecesOfBatch } from '../../../src/station/features/batches/repo.ts';
import { pageValues } from '../../../src/station/features/pages/values.ts';
import { scanSheet } from '../../../src/station/features/qc/service.ts';
import { paperStation, qc, VERIFY } from '../paperStation.ts';
import { printedBatch } from '../passedPieces.ts';

test('custom fields of a certificate are printed, and stand under the signature that a scan checks', async () => {
  const station = await paperStation();
  const customFields = { instructorLicence: 'TX-4411', classroom: 'B 2' };
  const { issued, batchId } = await printedBatch(station, 2, { customFields });
  const rows = station.ctx.db.read((tx) => piecesOfBatch.all(tx, { batchId, first: 1, last: 2 }));
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(pageValues(row, VERIFY).text).toMatchObject(customFields);
  const [first, second] = issued;
  expect((await scanSheet(station.ctx, station.parts, qc, { text: first?.qr ?? '' })).verdict).toBe('pass');
  // Altered on this station's disk, they no longer are what was signed.
  station.ctx.db.write((tx) =>
    tx.writes.sqlite
      .prepare(
        `UPDATE certificates SET custom_fields = '{"instructorLicence":"TX-9"}' WHERE certificate_id = ?`,
      )
      .run(second?.certificateId),
  );
  expect((await scanSheet(station.ctx, station.parts, qc, { text: second?.qr ?? '' })).verdict).toBe(
    'bad_signature',
  );
});
