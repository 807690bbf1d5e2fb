import { describe, expect, test } from 'vitest';
import { Validity } from '../../../src/domain/certificates/validity.ts';
import { Lifecycle, lifecycleOf, RecordState } from '../../../src/domain/work/lifecycle.ts';
import { PieceStage } from '../../../src/domain/work/stages.ts';

const live = (stage: PieceStage | null): Lifecycle =>
  lifecycleOf({ validity: 'active', stage, record: 'live' });

describe('the lifecycle that operations knows', () => {
  test('follows the stage of an active, live certificate', () => {
    expect(live(null)).toBe('pending');
    expect(PieceStage.options.map((stage) => `${stage}: ${live(stage)}`)).toEqual([
      'queued: pending',
      'claimed: pending',
      'rendered: generated',
      'spooled: generated',
      'awaiting_scan: generated',
      'qc_passed: printed',
      'packed: printed',
      'labelled: printed',
      'handed_over: shipped',
      'in_transit: shipped',
      'delivered: delivered',
      'returned: returned',
      'lost: damaged',
      'spoiled: damaged',
      'cancelled: pending',
    ]);
  });

  test('says printed only of what was scanned back, and shipped only of what was handed over', () => {
    expect(live('awaiting_scan')).not.toBe('printed');
    expect(live('labelled')).not.toBe('shipped');
  });

  test('has a word for every combination of the three axes, and uses every word', () => {
    const words = Validity.options.flatMap((validity) =>
      [null, ...PieceStage.options].flatMap((stage) =>
        RecordState.options.map((record) => lifecycleOf({ validity, stage, record })),
      ),
    );
    expect(new Set(words)).toEqual(new Set(Lifecycle.options));
  });

  test('shows revoked before any stage, and archived before all', () => {
    for (const stage of PieceStage.options) {
      expect(lifecycleOf({ validity: 'revoked', stage, record: 'live' })).toBe('revoked');
      expect(lifecycleOf({ validity: 'superseded', stage, record: 'live' })).toBe('revoked');
      expect(lifecycleOf({ validity: 'revoked', stage, record: 'archived' })).toBe('archived');
    }
  });
});
