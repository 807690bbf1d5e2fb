import type { Session } from '../../contract/station/session.ts';
import type { StationContext } from '../context.ts';
import { approve, listPeople, signIn, signOut } from '../features/people/service.ts';
import type { OpenSession } from '../features/people/service.ts';
import { notFound, unanswered } from './edge.ts';
import type { Edge } from './edge.ts';

/** Signing in and out, and approvals. */
export function sessionRpc(edge: Edge, ctx: StationContext) {
  return {
    people: edge.open.session.people.handler(() =>
      listPeople(ctx).map((person) => ({ ...person, roles: [...person.roles] })),
    ),

    signIn: edge.open.session.signIn.handler(async ({ input, errors }) => {
      const signed = await signIn(ctx, input);
      if (signed.ok) return { token: signed.value.token, session: answered(signed.value.session) };
      const refusal = signed.error;
      switch (refusal.tag) {
        case 'unknown_person':
          throw notFound('person', refusal.userId);
        case 'wrong_pin':
          throw errors.WRONG_PIN({ data: { attemptsLeft: refusal.attemptsLeft } });
        case 'pin_locked':
          throw errors.PIN_LOCKED({ data: { until: refusal.until } });
        default:
          return unanswered(refusal);
      }
    }),

    current: edge.signedIn.session.current.handler(({ context }) => answered(context.session)),

    signOut: edge.signedIn.session.signOut.handler(({ context }) => {
      signOut(ctx, context.actor, context.token);
      return { signedOut: true as const };
    }),

    approve: edge.signedIn.session.approve.handler(async ({ input, context, errors }) => {
      const given = await approve(ctx, context.actor, input);
      if (given.ok) return given.value;
      const refusal = given.error;
      switch (refusal.tag) {
        case 'unknown_person':
          throw notFound('person', refusal.userId);
        case 'wrong_pin':
          throw errors.WRONG_PIN({ data: { attemptsLeft: refusal.attemptsLeft } });
        case 'pin_locked':
          throw errors.PIN_LOCKED({ data: { until: refusal.until } });
        case 'same_person':
          throw errors.SAME_PERSON();
        case 'may_not_approve':
          throw errors.MAY_NOT_APPROVE({ data: { permission: 'approval.give' } });
        default:
          return unanswered(refusal);
      }
    }),
  };
}

function answered(session: OpenSession): Session {
  const { actor, permissions, expiresAt } = session;
  return {
    userId: actor.userId,
    displayName: actor.displayName,
    roles: [...actor.roles],
    permissions: [...permissions],
    expiresAt,
  };
}
