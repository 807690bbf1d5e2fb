/** People of the stations: administered here, sent to stations by the feed. */
import { z } from 'zod';
import { PinFormat } from '../../domain/people/pinPolicy.ts';
import { Role } from '../../domain/people/roles.ts';
import { procedure } from './base.ts';

const PersonRecord = z.object({
  userId: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  active: z.boolean(),
});

export const peopleContract = {
  list: procedure('administrator')
    .route({ method: 'GET', path: '/v1/people', summary: 'Who may work at stations' })
    .output(z.array(PersonRecord)),
  save: procedure('administrator')
    .route({ method: 'POST', path: '/v1/people', summary: 'Add a person, or change one by id' })
    .input(
      z.object({
        userId: z.string().max(100).optional(),
        displayName: z.string().trim().min(1).max(120),
        roles: z.array(Role).min(1),
        /** Required for a new person; keeps the old one when left out. */
        pin: PinFormat.optional(),
        active: z.boolean().default(true),
      }),
    )
    .output(PersonRecord)
    .errors({ PIN_NEEDED: { status: 422 } }),
};
