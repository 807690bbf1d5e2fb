import type { PageCheck } from '../../contract/station/batches.ts';
import type { Topic } from '../../contract/station/live.ts';
import type { Writer } from '../db/statements.ts';

/** A room of the program whose data changed; `id` narrows it to one row. */
export interface ChangedTopic {
  readonly topic: Topic;
  readonly id?: string;
}

type Listener = (topics: readonly ChangedTopic[]) => void;
type Watcher = (check: PageCheck) => void;

/** Over this many rows of one room, a screen reads the room anew instead of row by row. */
const ROWS_NAMED = 50;

/** Tells every open screen what changed, when it is on disk and not before. */
export class LiveBus {
  readonly #listeners = new Set<Listener>();
  readonly #watchers = new Set<Watcher>();
  readonly #pending = new WeakMap<Writer, ChangedTopic[]>();

  /** Notes that these rooms change with this transaction. They are told once, together, after the commit. */
  changed(tx: Writer, topics: readonly ChangedTopic[]): void {
    const pending = this.#pending.get(tx);
    if (pending !== undefined) {
      pending.push(...topics);
      return;
    }
    const fresh = [...topics];
    this.#pending.set(tx, fresh);
    tx.afterCommit(() => this.tell(fresh));
  }

  /** Tells of something that is in no transaction, such as the line to central. */
  tell(topics: readonly ChangedTopic[]): void {
    if (this.#listeners.size === 0) return;
    const told = merged(topics);
    for (const listener of this.#listeners) listener(told);
  }

  /** Tells how far the check of a batch's pages is. Nothing depends on it: who missed it asks. */
  pagesChecked(check: PageCheck): void {
    for (const watcher of this.#watchers) watcher(check);
  }

  /** Calls the watcher for each page that is checked; the answer ends that. */
  watchPages(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Calls the listener after each commit that changed something; the answer ends that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function merged(topics: readonly ChangedTopic[]): readonly ChangedTopic[] {
  const rooms = new Map<Topic, Set<string> | null>();
  for (const { topic, id } of topics) {
    const ids = rooms.get(topic);
    if (id === undefined) rooms.set(topic, null);
    else if (ids === undefined) rooms.set(topic, new Set([id]));
    else if (ids !== null) rooms.set(topic, ids.size < ROWS_NAMED ? ids.add(id) : null);
  }
  return [...rooms].flatMap<ChangedTopic>(([topic, ids]) =>
    ids === null ? [{ topic }] : [...ids].map((id) => ({ topic, id })),
  );
}
