import type { Session } from '../../contract/station/session.ts';
import type { Permission } from '../../domain/people/roles.ts';
import { useStore } from '../state/store.ts';
import { sessionState } from './session.ts';

const nobody: Session = { userId: '', displayName: '', roles: [], permissions: [], expiresAt: 0 };

/** Who is signed in. Screens are only shown to somebody; in the moment of signing out it is nobody without rights. */
export function useSession(): Session {
  const state = useStore(sessionState);
  return state.kind === 'in' ? state.session : nobody;
}

/** May the person who is signed in do this? */
export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}
