import { z } from 'zod';

/** How near the deadline is, seen from the usual time to fulfil. */
export const RiskClass = z.enum(['late', 'at_risk', 'soon', 'fine']);
export type RiskClass = z.infer<typeof RiskClass>;

/** Minutes left to the deadline minus the usual time to fulfil, and what that means. No deadline: null minutes, fine. */
export const Slack = z.object({ minutes: z.int().nullable(), risk: RiskClass });
export type Slack = z.infer<typeof Slack>;
