/** What an administrator sets for this station. */
import { z } from 'zod';
import { AddressProblem, PostalAddress } from '../../domain/address.ts';
import { procedure } from './base.ts';

export const settingsContract = {
  /** The sender on every label and envelope; null: not said yet, and no label can be bought. */
  shipFrom: procedure('settings.read').output(
    z.object({
      address: PostalAddress.nullable(),
      /** The demo's own address, until somebody sets one. */
      demo: z.boolean(),
    }),
  ),
  setShipFrom: procedure('settings.write')
    .input(PostalAddress)
    .output(z.object({ address: PostalAddress }))
    .errors({
      BAD_ADDRESS: { status: 422, data: z.object({ problems: z.array(AddressProblem) }) },
    }),
};
