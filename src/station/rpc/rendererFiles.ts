import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { withSecurityHeaders } from '../hosting/securityHeaders.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/**
 * Serves the built screens: the file of the path, or `index.html` for a path that is a room of the program. Files under
 * `assets/` have their content in their name and are kept for ever.
 */
export async function rendererFile(folder: string | undefined, request: Request): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return plain(405, 'Only GET', { allow: 'GET, HEAD' });
  if (folder === undefined) return plain(404, 'This station has no screens: they are not built.');
  const path = fileIn(folder, new URL(request.url).pathname);
  if (path === null) return plain(404, 'Not found');
  const room = extname(path) === '';
  const body = await contents(room ? join(folder, 'index.html') : path);
  if (body === null) return plain(404, 'Not found');
  const headers = new Headers({
    'content-type': room
      ? 'text/html; charset=utf-8'
      : (mediaTypes[extname(path).toLowerCase()] ?? 'application/octet-stream'),
    'content-length': String(body.length),
    'cache-control': path.startsWith(join(folder, 'assets') + sep)
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
  });
  return withSecurityHeaders(new Response(request.method === 'HEAD' ? null : body, { headers }));
}

function fileIn(folder: string, pathname: string): string | null {
  let plainPath: string;
  try {
    plainPath = decodeURIComponent(pathname);
  } catch (problem) {
    if (problem instanceof URIError) return null;
    throw problem;
  }
  if (plainPath.includes('\0') || plainPath.includes('\\')) return null;
  const path = normalize(join(folder, plainPath));
  return path === normalize(folder) || path.startsWith(normalize(folder) + sep) ? path : null;
}

async function contents(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (problem) {
    if (
      problem instanceof Error &&
      'code' in problem &&
      (problem.code === 'ENOENT' || problem.code === 'EISDIR' || problem.code === 'ENOTDIR')
    )
      return null;
    throw problem;
  }
}

function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  return withSecurityHeaders(
    new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } }),
  );
}
