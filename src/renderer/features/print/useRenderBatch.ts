import { useMutation, useMutationState, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PageCheck } from '../../../contract/station/batches.ts';
import { station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';

/** Starts the check of a batch's pages. It goes on when the screen is left, and after a restart. */
export function useRenderBatch(): (batchId: string, printerId?: string) => void {
  const render = useMutation({
    ...station.batches.render.mutationOptions(),
    onSettled: () => queries.invalidateQueries({ queryKey: station.batches.key() }),
  });
  return (batchId, printerId) =>
    render.mutate(printerId === undefined ? { batchId } : { batchId, printerId });
}

/** Batches whose pages are being checked right now, at whichever window that was begun, and how far it is. */
export function useChecks(): ReadonlyMap<string, PageCheck> {
  const checks = useQuery(station.batches.checks.queryOptions());
  // What this window has just asked for counts from the key press on, although the station has told nothing of it yet.
  const asked = useMutationState({
    filters: { mutationKey: station.batches.render.mutationKey(), status: 'pending' },
    select: ({ state }) => {
      const { variables } = state;
      if (typeof variables !== 'object' || variables === null || !('batchId' in variables)) return '';
      return String(variables.batchId);
    },
  }).join(' ');
  return useMemo(() => {
    const begun = asked === '' ? [] : asked.split(' ');
    return new Map<string, PageCheck>([
      ...begun.map((batchId): [string, PageCheck] => [batchId, { batchId, done: 0, total: 0, stopped: 0 }]),
      ...(checks.data ?? []).map((check): [string, PageCheck] => [check.batchId, check]),
    ]);
  }, [checks.data, asked]);
}
