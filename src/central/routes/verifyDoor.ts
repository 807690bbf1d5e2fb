import type { Context } from '../context.ts';
import type { Verifier } from '../services/verification/verify.ts';
import { CALLER_ADDRESS_HEADER } from './caller.ts';
import { failureOf, failureResponse } from './failures.ts';

/** A call of `verify` that is written plainly, after scheme and host. */
const PLAIN = /^https?:\/\/[^/]+\/v1\/verify\/([0-9A-Za-z-]{1,100})$/u;

/**
 * Answers the call that comes most often, `GET /v1/verify/{code}` written plainly, as the API would, without the API's
 * general machinery, which takes longer than the answer. Null: the API is to be asked.
 *
 * @param headers of every answer of this server.
 */
export function createVerifyDoor(
  central: Context,
  verifier: Verifier,
  headers: Readonly<Record<string, string>>,
): (request: Request) => Promise<Response | null> | null {
  const answerHeaders = { ...headers, 'content-type': 'application/json' };

  async function answer(text: string, request: Request): Promise<Response | null> {
    const asker = {
      channel: 'api',
      address: request.headers.get(CALLER_ADDRESS_HEADER),
      agent: request.headers.get('user-agent'),
    } as const;
    try {
      const answered = await verifier({ by: 'code', text, asker });
      if (answered.tag === 'too_many') return null;
      return new Response(JSON.stringify(answered.verification), { headers: answerHeaders });
    } catch (error) {
      return failureResponse(failureOf(central, error));
    }
  }

  return (request) => {
    const text = request.method === 'GET' ? PLAIN.exec(request.url)?.[1] : undefined;
    return text === undefined ? null : answer(text, request);
  };
}
