/** Who is signed in at this window. The token lives in memory and, for a reload, in the tab's session storage. */
import type { Session } from '../../contract/station/session.ts';
import { createStore } from '../state/store.ts';

const storageKey = 'station.session';

export interface SignedIn {
  readonly token: string;
  readonly session: Session;
}

export type SessionState =
  /** A token was kept from before a reload and is not proven yet. */
  | { readonly kind: 'checking'; readonly token: string }
  | { readonly kind: 'out'; readonly ended: boolean }
  | { readonly kind: 'in'; readonly token: string; readonly session: Session };

const kept = sessionStorage.getItem(storageKey);

export const sessionState = createStore<SessionState>(
  kept === null ? { kind: 'out', ended: false } : { kind: 'checking', token: kept },
  (state) => {
    if (state.kind === 'out') sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, state.token);
  },
);

export function sessionToken(): string | null {
  const state = sessionState.get();
  return state.kind === 'out' ? null : state.token;
}

/** A session begins, or a kept one has proven itself. */
export function sessionBegan(signedIn: SignedIn): void {
  sessionState.set({ kind: 'in', ...signedIn });
}

/** `ended`: the station ended it (idle, restart); then the sign-in screen says so. */
export function sessionEnded(ended: boolean): void {
  if (sessionState.get().kind !== 'out') sessionState.set({ kind: 'out', ended });
}
