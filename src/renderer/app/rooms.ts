import type { InferContractRouterOutputs } from '@orpc/contract';
/** The rooms of the program in the order of the work, and who needs which. */
import {
  IconAlertOctagon,
  IconCertificate,
  IconChartBar,
  IconHistory,
  IconListNumbers,
  IconMailbox,
  IconPackage,
  IconPrinter,
  IconScan,
  IconSettings,
  IconStack2,
} from '@tabler/icons-react';
import type { stationContract } from '../../contract/station/contract.ts';
import type { Permission } from '../../domain/people/roles.ts';

export type Counts = InferContractRouterOutputs<typeof stationContract>['overview']['counts'];

export interface Room {
  readonly id: RoomId;
  readonly path: `/${RoomId}`;
  readonly icon: typeof IconScan;
  /** Shown to who has any of these. */
  readonly permissions: readonly Permission[];
  readonly count: keyof Counts | null;
  /** Only there while it has something in it. */
  readonly alert: boolean;
}

export type RoomId =
  | 'queue'
  | 'print'
  | 'check'
  | 'pack'
  | 'ship'
  | 'stock'
  | 'history'
  | 'pull'
  | 'templates'
  | 'reports'
  | 'settings';

const room = (
  id: RoomId,
  icon: typeof IconScan,
  permissions: readonly Permission[],
  count: keyof Counts | null = null,
  alert = false,
): Room => ({ id, path: `/${id}`, icon, permissions, count, alert });

export const rooms: readonly Room[] = [
  room('queue', IconListNumbers, ['batch.create'], 'queue'),
  room('print', IconPrinter, ['batch.print', 'batch.close'], 'toPrint'),
  room('check', IconScan, ['qc.scan'], 'toCheck'),
  room('pack', IconPackage, ['pack'], 'toPack'),
  room('ship', IconMailbox, ['label.buy'], 'toShip'),
  room('stock', IconStack2, ['stock.move', 'stock.count', 'settings.write'], 'lowStock'),
  room('pull', IconAlertOctagon, ['queue.read'], 'pull', true),
  room('history', IconHistory, ['history.read']),
  room('templates', IconCertificate, ['templates.write']),
  room('reports', IconChartBar, ['reports.read']),
  room('settings', IconSettings, ['settings.read']),
];

/** The rooms that these permissions open, alerts only while there is something to see. */
export function roomsFor(permissions: readonly Permission[], counts: Counts | undefined): readonly Room[] {
  return rooms.filter(
    (candidate) =>
      candidate.permissions.some((permission) => permissions.includes(permission)) &&
      (!candidate.alert || (candidate.count !== null && (counts?.[candidate.count] ?? 0) > 0)),
  );
}

/** Where a person's day begins: the first room of the work that is theirs. */
export function firstRoom(permissions: readonly Permission[]): Room['path'] {
  return roomsFor(permissions, undefined)[0]?.path ?? '/history';
}
