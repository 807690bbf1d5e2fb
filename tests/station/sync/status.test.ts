import { expect, test } from 'vitest';
import { sqlWrite } from '../../../src/station/db/statements.ts';
import { syncStatus } from '../../../src/station/sync/status.ts';
import { paperStation } from '../paperStation.ts';

const setStage = sqlWrite<{ deliverableId: string; stage: string }>(
  'UPDATE deliverables SET stage = @stage WHERE deliverable_id = @deliverableId',
);

test('what is on paper or handed over is not counted as promised to this station any more', async () => {
  const { ctx, issue } = await paperStation();
  const [first, second] = await issue(3);
  if (first === undefined || second === undefined) throw new Error('Nothing was issued');
  ctx.db.write((tx) => {
    setStage.run(tx, { deliverableId: first.deliverableId, stage: 'handed_over' });
    setStage.run(tx, { deliverableId: second.deliverableId, stage: 'awaiting_scan' });
  });
  expect(syncStatus(ctx, null).leased).toBe(1);
});
