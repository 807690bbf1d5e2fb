/** Keeps a draft at the station while it is edited: soon after each edit, one call at a time, the newest last. */
import type { Problem } from '../../../rpc/problem.ts';
import { createStore } from '../../../state/store.ts';
import type { Store } from '../../../state/store.ts';

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving' }
  /** The station did not take it. What was typed is still here; it is tried again with the next edit, or by hand. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** Someone else saved meanwhile: nothing is sent until a person has chosen. */
  | {
      readonly kind: 'elsewhere';
      readonly revision: number;
      readonly editedBy: string;
      readonly editedAt: number;
    };

export type SaveAnswer = { readonly revision: number } | { readonly problem: Problem };

const QUIET_MS = 500;

export interface Autosave<Content> {
  readonly state: Store<SaveState>;
  /** The revision that the next save is made on. */
  readonly revision: () => number;
  /** Another revision came to be by another call, such as a file put in. */
  readonly movedTo: (revision: number) => void;
  /** This is what it is now. When that is new, it is saved after half a second without another edit. */
  readonly changed: (content: Content) => void;
  /** Saves at once what is not saved yet. True when everything is at the station then. */
  readonly flush: () => Promise<boolean>;
  /** Saves over what someone else saved. */
  readonly keepMine: () => Promise<boolean>;
  /** Stops waiting; what is under way goes on. */
  readonly stop: () => void;
}

/**
 * @param first what the station has, at `firstRevision`.
 * @param send saves on a revision. It answers with the new one or with why not, and does not throw.
 */
export function createAutosave<Content>(
  firstRevision: number,
  first: Content,
  send: (content: Content, revision: number) => Promise<SaveAnswer>,
): Autosave<Content> {
  const state = createStore<SaveState>({ kind: 'saved' });
  let revision = firstRevision;
  let known = first;
  let wanted: { readonly content: Content } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  const sendAll = async (): Promise<boolean> => {
    while (wanted !== null) {
      const sent = wanted;
      state.set({ kind: 'saving' });
      const answer = await send(sent.content, revision);
      if ('problem' in answer) {
        const { problem } = answer;
        state.set(
          problem.code === 'EDITED_ELSEWHERE'
            ? { kind: 'elsewhere', ...problem.data }
            : { kind: 'problem', problem },
        );
        return false;
      }
      ({ revision } = answer);
      if (wanted === sent) wanted = null;
    }
    state.set({ kind: 'saved' });
    return true;
  };

  const flush = async (): Promise<boolean> => {
    clearTimeout(timer);
    if (state.get().kind === 'elsewhere') return false;
    if (running === null) {
      if (wanted === null) return true;
      running = sendAll().finally(() => {
        running = null;
      });
    }
    return running;
  };

  return {
    state,
    revision: () => revision,
    movedTo: (next) => {
      revision = next;
    },
    changed: (content) => {
      if (Object.is(content, known)) return;
      known = content;
      wanted = { content };
      clearTimeout(timer);
      if (state.get().kind === 'elsewhere') return;
      if (running === null) state.set({ kind: 'waiting' });
      timer = setTimeout(() => void flush(), QUIET_MS);
    },
    flush,
    keepMine: async () => {
      const now = state.get();
      if (now.kind === 'elsewhere') {
        revision = now.revision;
        state.set({ kind: 'waiting' });
      }
      return flush();
    },
    stop: () => clearTimeout(timer),
  };
}
