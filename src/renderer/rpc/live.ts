/**
 * The one event stream of this window, outside React: it says what changed, so that screens show other people's work
 * without a reload. It reconnects by itself, slower each time, and refreshes everything after a gap.
 */
import type { LiveEvent, Topic } from '../../contract/station/live.ts';
import { createStore } from '../state/store.ts';
import { retryDelay } from './backoff.ts';
import { client, station } from './client.ts';
import { problemOf } from './problem.ts';
import { queries } from './queries.ts';
import { sessionEnded } from './session.ts';

export type LiveState = 'connecting' | 'on' | 'lost';

export const liveState = createStore<LiveState>('connecting');

/** Which answers a change makes stale. The queue's long list is refreshed by its screen, so that rows do not jump. */
const staleAfter: Readonly<Record<Topic, readonly (() => readonly unknown[])[]>> = {
  queue: [() => station.queue.summary.key(), () => station.overview.key()],
  batches: [() => station.batches.key(), () => station.overview.key(), () => station.qc.sheetMap.key()],
  printing: [() => station.printing.key(), () => station.batches.key()],
  qc: [() => station.qc.key(), () => station.batches.get.key(), () => station.overview.key()],
  packing: [() => station.packing.key(), () => station.shipping.parcels.key(), () => station.overview.key()],
  shipping: [() => station.shipping.key(), () => station.packing.key(), () => station.overview.key()],
  stock: [() => station.stock.key(), () => station.overview.key()],
  history: [() => station.history.key()],
  people: [() => station.session.people.key()],
  templates: [() => station.templates.key()],
  sync: [() => station.sync.key()],
  alerts: [
    () => station.overview.key(),
    () => station.history.pullList.key(),
    () => station.sync.emergencies.key(),
    () => station.sync.restored.key(),
    () => station.shipping.returned.key(),
    () => station.jobs.key(),
  ],
};

type TopicListener = (topic: Topic, id: string | undefined) => void;
const listeners = new Set<TopicListener>();

/** Calls back for every change; for screens that decide themselves when to show it. */
export function onTopic(listener: TopicListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function apply(event: LiveEvent): void {
  if (event.kind === 'pages') {
    const { kind: _kind, ...check } = event;
    queries.setQueryData(station.batches.checks.queryKey(), (before) => [
      ...(before ?? []).filter(({ batchId }) => batchId !== check.batchId),
      check,
    ]);
    return;
  }
  if (event.kind !== 'changed') return;
  const keys = new Map<string, readonly unknown[]>();
  for (const { topic, id } of event.topics) {
    for (const key of staleAfter[topic]) keys.set(JSON.stringify(key()), key());
    for (const listener of listeners) listener(topic, id);
  }
  for (const queryKey of keys.values()) void queries.invalidateQueries({ queryKey });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Listens until stopped. Start it when somebody has signed in. */
export function startLive(): () => void {
  const stop = new AbortController();
  const run = async () => {
    let attempt = 0;
    while (!stop.signal.aborted) {
      try {
        const events = await client.live.changes(undefined, { signal: stop.signal });
        if (attempt > 0) void queries.invalidateQueries();
        liveState.set('on');
        attempt = 0;
        for await (const event of events) apply(event);
      } catch (error) {
        if (stop.signal.aborted) return;
        if (problemOf(error).code === 'NOT_SIGNED_IN') return sessionEnded(true);
      }
      if (stop.signal.aborted) return;
      liveState.set('lost');
      await pause(retryDelay(attempt), stop.signal);
      attempt += 1;
    }
  };
  void run();
  return () => {
    stop.abort();
    liveState.set('connecting');
  };
}
