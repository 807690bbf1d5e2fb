/** Which rooms hear of a piece that moved. */
import type { PieceEvent } from '../../../domain/work/stages.ts';
import type { ChangedTopic } from '../../record/live.ts';

const ROOMS: Readonly<Record<PieceEvent, readonly ChangedTopic['topic'][]>> = {
  claim: ['queue'],
  release: ['queue'],
  render: [],
  spool: ['printing'],
  unspool: ['printing'],
  print_ended: ['printing', 'qc'],
  pass: ['qc', 'packing'],
  spoil: ['qc', 'queue', 'packing'],
  pack: ['packing'],
  unpack: ['packing'],
  label: ['packing', 'shipping'],
  void_label: ['packing', 'shipping'],
  hand_over: ['shipping'],
  carrier_scan: ['shipping'],
  deliver: ['shipping'],
  return: ['shipping', 'alerts'],
  lose: ['shipping', 'alerts'],
  resume: ['packing', 'shipping'],
  reprint: ['queue', 'shipping'],
  cancel: ['queue'],
};

/** What screens have to look at again after an event. */
export function topicsOf(
  event: PieceEvent,
  ids: { readonly certificateId: string; readonly batchId: string | null },
): readonly ChangedTopic[] {
  return [
    ...ROOMS[event].map((topic) => ({ topic })),
    { topic: 'history', id: ids.certificateId },
    ...(ids.batchId === null ? [] : [{ topic: 'batches' as const, id: ids.batchId }]),
  ];
}
