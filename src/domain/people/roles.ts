import { z } from 'zod';

/** What a person is here to do. */
export const Role = z.enum(['clerk', 'qc', 'shipping', 'supervisor', 'administrator']);
export type Role = z.infer<typeof Role>;

/** Everything that a person may or may not do at a station. */
export const Permission = z.enum([
  'queue.read',
  'queue.claim',
  'batch.create',
  'batch.print',
  'batch.cancel',
  'batch.close',
  'piece.spoil',
  'piece.reprint',
  'qc.scan',
  'qc.pass',
  'pack',
  'label.buy',
  'label.void',
  'handover',
  'return.record',
  'hold.set',
  'hold.release',
  'history.read',
  'stock.read',
  'stock.move',
  'stock.count',
  'stock.approve',
  'reports.read',
  'reports.export',
  'audit.read',
  'approval.give',
  'conflict.resolve',
  'users.read',
  'users.write',
  'settings.read',
  'settings.write',
  'templates.read',
  'templates.write',
  'printers.manage',
  'sync.run',
  'emergency.start',
]);
export type Permission = z.infer<typeof Permission>;

const R: Readonly<Record<'c' | 'q' | 's' | 'v' | 'a', Role>> = {
  c: 'clerk',
  q: 'qc',
  s: 'shipping',
  v: 'supervisor',
  a: 'administrator',
};

const everyone = Role.options;
const floor: readonly Role[] = [R.c, R.q, R.s, R.v];

/**
 * The one table of who may do what. The administrator sets the place up and does no work on paper, so that nobody can
 * both make the rules and pass a sheet; the supervisor may stand in for anyone on the floor.
 */
export const rolesWith: Readonly<Record<Permission, readonly Role[]>> = {
  'queue.read': everyone,
  'queue.claim': [R.c, R.v],
  'batch.create': [R.c, R.v],
  'batch.print': [R.c, R.v],
  'batch.cancel': [R.c, R.v],
  'batch.close': [R.c, R.q, R.v],
  'piece.spoil': [R.c, R.q, R.v],
  'piece.reprint': [R.c, R.v],
  'qc.scan': [R.q, R.v],
  'qc.pass': [R.q, R.v],
  pack: [R.s, R.v],
  'label.buy': [R.s, R.v],
  'label.void': [R.s, R.v],
  handover: [R.s, R.v],
  'return.record': [R.s, R.v],
  'hold.set': floor,
  'hold.release': [R.v],
  'history.read': everyone,
  'stock.read': everyone,
  'stock.move': [R.c, R.v],
  'stock.count': [R.c, R.v],
  'stock.approve': [R.v],
  'reports.read': [R.v, R.a],
  'reports.export': [R.v],
  'audit.read': [R.v, R.a],
  'approval.give': [R.v],
  'conflict.resolve': [R.v],
  'users.read': [R.v, R.a],
  'users.write': [R.a],
  'settings.read': everyone,
  'settings.write': [R.a],
  'templates.read': everyone,
  'templates.write': [R.a],
  'printers.manage': [R.a, R.v],
  'sync.run': everyone,
  'emergency.start': [R.v],
};

/** May a person of this role do this? */
export function may(role: Role, permission: Permission): boolean {
  return rolesWith[permission].includes(role);
}

/** Everything a role may do, in the order of the list of permissions. */
export function permissionsOf(role: Role): readonly Permission[] {
  return Permission.options.filter((permission) => may(role, permission));
}

/** Acts that one person cannot do alone. */
export const TwoPersonAction = z.enum([
  'spoil_numbered_sheet',
  'adjust_stock',
  'override_address',
  'release_hold',
  'reprint_after_hand_over',
  'void_label_after_hand_over',
  'start_emergency',
]);
export type TwoPersonAction = z.infer<typeof TwoPersonAction>;
