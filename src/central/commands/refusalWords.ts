import { z } from 'zod';

const Refusal = z.object({ code: z.string(), message: z.string().optional(), data: z.unknown().optional() });

const Issues = z.object({
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() })),
});
const Named = z.object({ what: z.string(), id: z.string() });
const Standing = z.object({ validity: z.string() });
const Reason = z.object({ reason: z.string() });
const Problem = z.object({ problem: z.string() });
const Unmet = z.object({ unmet: z.array(z.object({ detail: z.string() })) });
const Issued = z.object({ certificateId: z.string(), certificateNumber: z.string() });
const Revoked = z.object({ revokedAt: z.int() });
const Overlap = z.object({ blockId: z.string() });
const Faults = z.object({ faults: z.array(z.unknown()) });
const Reference = z.object({ reference: z.string() });
const Wait = z.object({ retryAfterSeconds: z.int() });

/** Each refusal that an administrator's command can meet, in words; null where the data are not as they should be. */
const sayings: Readonly<Record<string, (data: unknown) => string | null>> = {
  BAD_REQUEST: saying(Issues, ({ issues }) =>
    issues.map(({ path, message }) => [...path.slice(0, 1), message].join(': ')).join('\n'),
  ),
  NOT_FOUND: saying(Named, ({ what, id }) => `There is no ${what} ${id}.`),
  UNAUTHORIZED: saying(Reason, ({ reason }) => `Central does not let this in: ${reason}`),
  FORBIDDEN: () => 'This token may not do that; the administrator’s may.',
  NOT_ELIGIBLE: saying(
    Unmet,
    ({ unmet }) => `It is not earned: ${unmet.map(({ detail }) => detail).join(' ')}`,
  ),
  ALREADY_ISSUED: saying(
    Issued,
    ({ certificateId, certificateNumber }) =>
      `There is one in force: ${certificateNumber} (${certificateId}).`,
  ),
  NEEDS_ATTENTION: saying(Problem, ({ problem }) => `It cannot be issued: ${problem}.`),
  BAD_NAME: saying(Problem, ({ problem }) => `The name cannot stand on a certificate: ${problem}.`),
  CERTIFICATE_ALREADY_REVOKED: saying(
    Revoked,
    ({ revokedAt }) => `It was revoked already, at ${new Date(revokedAt).toISOString()}.`,
  ),
  WRONG_STATE: saying(
    Standing,
    ({ validity }) => `The certificate is ${validity}, and that does not allow it.`,
  ),
  OVERLAPS: saying(Overlap, ({ blockId }) => `Some of these numbers stand in the range ${blockId} already.`),
  NOT_SOUND: saying(Faults, ({ faults }) => faults.map((each) => JSON.stringify(each)).join('\n')),
  TOO_MANY_REQUESTS: saying(
    Wait,
    ({ retryAfterSeconds }) => `Too many calls: try again in ${retryAfterSeconds} s.`,
  ),
  UNEXPECTED: saying(
    Reference,
    ({ reference }) => `Something failed at central. Its log says what, under ${reference}.`,
  ),
};

function saying<T>(shape: z.ZodType<T>, words: (data: T) => string): (data: unknown) => string | null {
  return (data) => {
    const known = shape.safeParse(data);
    return known.success ? words(known.data) : null;
  };
}

/** What central refused, in words for whoever typed the command. */
export function refusalWords(status: number, answer: unknown): string {
  const refusal = Refusal.safeParse(answer);
  if (!refusal.success)
    return `Central answered ${status}, and not as central answers. Is the address right?`;
  const { code, message, data } = refusal.data;
  const said = sayings[code]?.(data) ?? null;
  if (said !== null) return said;
  const words = message === undefined || message === code ? '' : `: ${message}`;
  return `Central refused it (${code}${words}).`;
}
