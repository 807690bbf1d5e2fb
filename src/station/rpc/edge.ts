/**
 * The edge between screens and station: every call passes it. It asks who is calling, whether they may, and turns whatever
 * goes wrong inside into one of the contract's errors, once.
 */
import { implement, ORPCError, ValidationError } from '@orpc/server';
import type { ImplementerInternalWithMiddlewares } from '@orpc/server';
import { z } from 'zod';
import { stationContract } from '../../contract/station/contract.ts';
import { Permission } from '../../domain/people/roles.ts';
import type { Actor, StationContext } from '../context.ts';
import { DiskFull } from '../db/problems.ts';
import { isPermitted, sessionOfToken } from '../features/people/service.ts';
import type { OpenSession } from '../features/people/service.ts';

/** What the door tells of a call. */
export interface CallContext {
  /** The value of the header `x-station-session`. */
  readonly token: string | null;
}

/** What the handler of a procedure that demands a person is given. */
export interface SignedInContext extends CallContext {
  readonly token: string;
  readonly actor: Actor;
  readonly session: OpenSession;
}

/** The edge as the `rpc/` files of the features are given it. */
export interface Edge {
  readonly open: ImplementerInternalWithMiddlewares<typeof stationContract, CallContext, CallContext>;
  readonly signedIn: ImplementerInternalWithMiddlewares<typeof stationContract, CallContext, SignedInContext>;
}

const Demanded = z.object({ permission: z.union([Permission, z.literal('signed_in'), z.null()]) });

/**
 * The two ways to implement a procedure: `signedIn` gives the handler `context.actor` after the contract's permission was
 * asked; `open` is for procedures whose contract demands nobody. Each refuses a procedure of the other kind.
 */
export function createEdge(ctx: StationContext): Edge {
  const root = implement(stationContract).$context<CallContext>();
  const open = root.use(({ procedure, next }) => {
    if (Demanded.parse(procedure['~orpc'].meta).permission !== null)
      throw new Error('A procedure that demands a person is implemented as open');
    return next();
  });
  const signedIn = root.use(({ context, procedure, next }) => {
    const { permission } = Demanded.parse(procedure['~orpc'].meta);
    if (permission === null) throw new Error('A procedure that demands nobody is implemented as signed in');
    const session = context.token === null ? null : sessionOfToken(ctx, context.token);
    if (context.token === null || session === null) throw new ORPCError('NOT_SIGNED_IN', { status: 401 });
    if (permission !== 'signed_in' && !isPermitted(session.actor, permission)) {
      throw new ORPCError('NOT_PERMITTED', { status: 403, data: { permission } });
    }
    return next({ context: { token: context.token, actor: session.actor, session } });
  });
  return { open, signedIn };
}

/** What can be missing; the contract's word for it. */
type Missing =
  | 'certificate'
  | 'piece'
  | 'batch'
  | 'printer'
  | 'parcel'
  | 'label'
  | 'manifest'
  | 'person'
  | 'page'
  | 'stock'
  | 'job'
  | 'template'
  | 'draft';

/** The error for something that is not (or no longer) on this station. */
export function notFound(what: Missing, id: string): ORPCError<'NOT_FOUND', { what: Missing; id: string }> {
  return new ORPCError('NOT_FOUND', { status: 404, data: { what, id } });
}

/** For the end of a switch over tagged errors: the compiler proves that every tag has its answer. */
export function unanswered(problem: never): never {
  throw new Error(`No answer is written for ${JSON.stringify(problem)}`);
}

/**
 * What a screen is told of an error. Errors of the contract pass; bad input is named field by field, without its values; a
 * full disk has its own answer; everything else is a programming error, logged under a reference that the answer carries.
 */
export function toAnswer(
  ctx: StationContext,
  problem: unknown,
  procedure: string,
): ORPCError<string, unknown> {
  if (problem instanceof DiskFull) {
    ctx.log.error({ procedure, problem }, 'the disk is full');
    return new ORPCError('DISK_FULL', { status: 507, data: { folder: problem.folder } });
  }
  if (problem instanceof ORPCError) {
    const { cause } = problem;
    if (problem.code === 'BAD_REQUEST' && cause instanceof ValidationError) return badInput(cause);
    if (!(cause instanceof ValidationError)) return problem;
  }
  const reference = ctx.newId();
  ctx.log.error({ reference, procedure, problem }, 'a call ended in an unexpected error');
  return new ORPCError('UNEXPECTED', { status: 500, data: { reference } });
}

function badInput(invalid: ValidationError): ORPCError<'BAD_REQUEST', unknown> {
  const issues = invalid.issues.map((issue) => ({
    path: (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
    message: issue.message,
  }));
  const first = issues[0];
  const message =
    first === undefined
      ? 'The input is not valid'
      : `${first.path === '' ? 'The input' : first.path}: ${first.message}`;
  return new ORPCError('BAD_REQUEST', { status: 400, message, data: { issues } });
}
