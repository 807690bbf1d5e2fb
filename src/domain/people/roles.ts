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

const everyone = Role.options;
const floor: readonly Role[] = ['clerk', 'qc', 'shipping', 'supervisor'];

/**
 * The one table of who may do what. The administrator sets the place up and does no work on paper, so that nobody can
 * both make the rules and pass a sheet; the supervisor may stand in for anyone on the floor.
 */
export const rolesWith: Readonly<Record<Permission, readonly Role[]>> = {
  'queue.read': everyone,
  'queue.claim': ['clerk', 'supervisor'],
  'batch.create': ['clerk', 'supervisor'],
  'batch.print': ['clerk', 'supervisor'],
  'batch.cancel': ['clerk', 'supervisor'],
  'batch.close': ['clerk', 'qc', 'supervisor'],
  'piece.spoil': ['clerk', 'qc', 'supervisor'],
  'piece.reprint': ['clerk', 'supervisor'],
  'qc.scan': ['qc', 'supervisor'],
  'qc.pass': ['qc', 'supervisor'],
  pack: ['shipping', 'supervisor'],
  'label.buy': ['shipping', 'supervisor'],
  'label.void': ['shipping', 'supervisor'],
  handover: ['shipping', 'supervisor'],
  'return.record': ['shipping', 'supervisor'],
  'hold.set': floor,
  'hold.release': ['supervisor'],
  'history.read': everyone,
  'stock.read': everyone,
  'stock.move': ['clerk', 'supervisor'],
  'stock.count': ['clerk', 'supervisor'],
  'stock.approve': ['supervisor'],
  'reports.read': ['supervisor', 'administrator'],
  'reports.export': ['supervisor'],
  'audit.read': ['supervisor', 'administrator'],
  'approval.give': ['supervisor'],
  'conflict.resolve': ['supervisor'],
  'users.read': ['supervisor', 'administrator'],
  'users.write': ['administrator'],
  'settings.read': everyone,
  'settings.write': ['administrator'],
  'templates.read': everyone,
  'templates.write': ['administrator'],
  'printers.manage': ['administrator', 'supervisor'],
  'sync.run': everyone,
  'emergency.start': ['supervisor'],
};

/** May a person of this role do this? */
export function may(role: Role, permission: Permission): boolean {
  return rolesWith[permission].includes(role);
}

/** Everything a role may do, in the order of the list of permissions. */
export function permissionsOf(role: Role): readonly Permission[] {
  return Permission.options.filter((permission) => may(role, permission));
}

/** Acts that one person cannot always do alone. */
export const TwoPersonAction = z.enum([
  'spoil_numbered_sheet',
  'adjust_stock',
  'override_address',
  'void_label',
  'reprint_after_hand_over',
  'start_emergency',
]);
export type TwoPersonAction = z.infer<typeof TwoPersonAction>;

/**
 * Must a second person agree before this is done? Spoiling a numbered sheet asks the jurisdiction's rule pack
 * (`witnessesForSpoil` counts everyone who signs, the one who spoils included); the others always need two.
 */
export function needsSecondPerson(
  action: TwoPersonAction,
  rules: { readonly witnessesForSpoil: number } = { witnessesForSpoil: 2 },
): boolean {
  return action === 'spoil_numbered_sheet' ? rules.witnessesForSpoil > 1 : true;
}

/** May this person approve what another does? Only with the permission for it, and never for oneself. */
export function mayApprove(approver: { readonly id: string; readonly role: Role }, actorId: string): boolean {
  return approver.id !== actorId && may(approver.role, 'approval.give');
}
