import { expect, test } from 'vitest';
import { applyFact } from '../../src/central/services/facts/project.ts';
import type { KnownWorld } from '../../src/central/services/facts/project.ts';
import type { Fact } from '../../src/contract/central/facts.ts';

function world(epoch: number): KnownWorld {
  return {
    works: new Map([
      [
        'c-1',
        {
          certificateId: 'c-1',
          validity: 'active',
          validityAt: null,
          deliverable: {
            deliverableId: 'd-1',
            epoch,
            leaseStationId: 'other',
            leaseExpiresAt: null,
            stage: 'claimed',
            stationId: 'other',
            batchNumber: null,
            carrier: null,
            tracking: null,
            trackingUrl: null,
            manifestNumber: null,
            newAddress: null,
          },
        },
      ],
    ]),
    pieces: new Map(),
  };
}

const handedOver = (epochs?: Record<string, number>): Fact => ({
  kind: 'parcel',
  at: 1,
  userId: 'u',
  parcelId: 'p',
  certificateIds: ['c-1'],
  ...(epochs === undefined ? {} : { epochs }),
  event: 'handed_over',
  manifestNumber: 'M-1',
});

const bought: Fact = {
  kind: 'label',
  at: 1,
  userId: 'u',
  intentId: 'i',
  parcelId: 'p',
  certificateIds: ['c-1'],
  epochs: { 'c-1': 2 },
  outcome: 'bought',
  carrier: 'USPS',
  service: 'First',
  tracking: 'T-1',
  trackingUrl: null,
  cost: { minor: 100, currency: 'USD' },
};

test('A parcel or a label of work that was given away since is recorded, raised as a conflict, and changes nothing', () => {
  for (const fact of [handedOver({ 'c-1': 2 }), bought]) {
    const known = world(3);
    const applied = applyFact(known, 'late', fact);
    expect(applied.conflicts).toMatchObject([{ kind: 'stale_epoch' }]);
    expect(applied.events).toHaveLength(1);
    expect(known.works.get('c-1')?.deliverable).toMatchObject({ stage: 'claimed', tracking: null });
  }
});

test('A parcel under the epoch of now, or of a station that tells no epochs, is taken as it is told', () => {
  for (const fact of [handedOver({ 'c-1': 3 }), handedOver()]) {
    const known = world(3);
    expect(applyFact(known, 'here', fact).conflicts).toEqual([]);
    expect(known.works.get('c-1')?.deliverable?.stage).toBe('handed_over');
  }
});

test('A piece that was asked for again does not make the next one a second print', () => {
  const known = world(1);
  const piece = (
    pieceId: string,
    attempt: number,
    event: 'spool' | 'reprint' | 'claim' | 'render',
  ): Fact => ({
    kind: 'piece',
    at: 1,
    userId: 'u',
    pieceId,
    deliverableId: 'd-1',
    certificateId: 'c-1',
    attempt,
    epoch: 1,
    event,
    stage: event === 'reprint' ? 'delivered' : event === 'spool' ? 'spooled' : 'rendered',
    deliverableStage: event === 'reprint' ? 'queued' : 'spooled',
    batchNumber: null,
    sheetSerial: null,
    pageHash: null,
    reason: null,
  });
  applyFact(known, 'here', piece('first', 1, 'spool'));
  applyFact(known, 'here', piece('first', 1, 'reprint'));
  expect(known.works.get('c-1')?.deliverable).toMatchObject({ stage: 'queued', stationId: null });
  const second = applyFact(known, 'here', piece('second', 2, 'spool'));
  expect(second.conflicts.filter(({ kind }) => kind === 'second_print')).toEqual([]);
});
