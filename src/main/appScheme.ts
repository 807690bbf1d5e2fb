import { withSecurityHeaders } from '../station/hosting/securityHeaders.ts';
import type { ElectronParts } from './electronParts.ts';

const scheme = 'app';
const host = 'station';

/** The origin of every page of the desktop program. */
export const appOrigin = `${scheme}://${host}`;

/** Makes `app:` behave like `https:` for our pages. Has to be called before Electron is ready. */
export function registerAppScheme(
  protocol: Pick<ElectronParts['protocol'], 'registerSchemesAsPrivileged'>,
): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Leads every request for `app://station/...` to the handler; any other host under the scheme is unknown. */
export function serveAppScheme(
  protocol: Pick<ElectronParts['protocol'], 'handle'>,
  handler: (request: Request) => Promise<Response>,
): void {
  protocol.handle(scheme, async (request) => {
    if (new URL(request.url).host !== host) return new Response(null, { status: 404 });
    return withSecurityHeaders(await handler(request));
  });
}

/** Whether the address belongs to our own pages. Text that is no address does not. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${scheme}:` && url.host === host;
}
