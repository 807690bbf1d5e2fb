import { permissionsOf } from '../../../src/domain/people/roles.ts';
import type { Permission, Role } from '../../../src/domain/people/roles.ts';

/** Everything that a person with these roles may do. */
export function permissionsFor(roles: readonly Role[]): Permission[] {
  return [...new Set(roles.flatMap((role) => permissionsOf(role)))];
}
