import { implement } from '@orpc/server';
import { centralContract } from '../../contract/central/contract.ts';
import { admit } from './caller.ts';
import type { CallContext } from './caller.ts';

/** Builds procedures of the contract; every one of them is behind the admission that its contract names. */
export const os = implement(centralContract)
  .$context<CallContext>()
  .use(async ({ context, procedure, next }) => {
    const admitted = await admit(context, procedure['~orpc'].meta.caller);
    return next({ context: { admitted } });
  });
