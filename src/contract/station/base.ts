/**
 * What every station procedure has in common: who may call it, and the errors that any of them can answer with.
 * A procedure declares its permission here, once; the station's RPC edge enforces it and the screens read it.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Permission } from '../../domain/people/roles.ts';

/** `null`: no person has to be signed in (sign-in itself, first set-up). */
export interface ProcedureMeta {
  readonly permission: Permission | 'signed_in' | null;
}

/** Errors that any procedure can answer with. `message` is for logs; screens translate by code and data. */
const commonErrors = {
  /** Nobody is signed in, or the session has ended: sign in again; nothing was changed. */
  NOT_SIGNED_IN: { status: 401 },
  /** The person's roles do not include this permission. */
  NOT_PERMITTED: { status: 403, data: z.object({ permission: Permission }) },
  /** What was asked for is not (or no longer) on this station. */
  NOT_FOUND: {
    status: 404,
    data: z.object({
      what: z.enum([
        'certificate',
        'piece',
        'batch',
        'printer',
        'parcel',
        'label',
        'manifest',
        'person',
        'page',
        'stock',
        'job',
        'template',
        'draft',
      ]),
      id: z.string(),
    }),
  },
  /** The disk is full: nothing of this call was kept, everything before it is safe. */
  DISK_FULL: { status: 507, data: z.object({ folder: z.string() }) },
  /** The station is stopping; the call was not started. */
  STOPPING: { status: 503 },
  /** A programming error. It is in the log under this reference; nothing of this call was kept. */
  UNEXPECTED: { status: 500, data: z.object({ reference: z.string() }) },
} as const;

const base = oc.$meta<ProcedureMeta>({ permission: 'signed_in' }).errors(commonErrors);

/** Starts a procedure that demands `permission` (`null`: nobody need be signed in). */
export const procedure = (permission: ProcedureMeta['permission']) => base.meta({ permission });

/** Epoch milliseconds, UTC. */
export const Instant = z.int().nonnegative();

/** Opaque position in a list; pass it back to get the next page. */
export const PageCursor = z.string().max(200);
