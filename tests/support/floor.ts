import type { Role } from '../../src/domain/people/roles.ts';
import { demoPins, signedInAs } from './demoWorld.ts';
import type { DemoWorld, StationClient } from './demoWorld.ts';
import type { Floor } from './mainJob.ts';

export interface FloorOptions {
  /** Awaited before each look at the station. */
  readonly before?: () => Promise<void>;
  /** Sees each call go out. */
  readonly around?: typeof globalThis.fetch;
}

/** The demo's people at the station of that world, signed in once; sessions outlive the station's process. */
export function floorOf(world: DemoWorld, options: FloorOptions = {}): Floor {
  const tokens = new Map<Role, string>();
  const as = async (role: Role): Promise<StationClient> => {
    await options.before?.();
    let token = tokens.get(role);
    if (token === undefined) {
      token = await signedInAs(await world.client(null), role);
      tokens.set(role, token);
    }
    return world.client(token, options.around);
  };
  return {
    clerk: () => as('clerk'),
    qc: () => as('qc'),
    shipping: () => as('shipping'),
    supervisor: () => as('supervisor'),
    async approval(asker, pieceId) {
      const supervisor = (await asker.session.people()).find(({ roles }) => roles.includes('supervisor'));
      if (supervisor === undefined) throw new Error('The demo has no supervisor.');
      const { approvalId } = await asker.session.approve({
        userId: supervisor.userId,
        pin: demoPins.supervisor,
        action: 'spoil_numbered_sheet',
        subjectId: pieceId,
        reason: 'seen by both',
      });
      return approvalId;
    },
  };
}
