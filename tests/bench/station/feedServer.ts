/** A process that plays central's feed over HTTP: pages of any school, as fast as they are asked for. Argument: how many. */
import { createServer } from 'node:http';
import { schoolCertificate } from './schoolCertificates.ts';

const n = Number(process.argv[2]);
const USUAL = 2500;
const KEPT = 80;
const pages = new Map<number, Buffer>();

function page(from: number, size: number): Buffer {
  const known = size === USUAL ? pages.get(from) : undefined;
  if (known !== undefined) return known;
  const to = Math.min(n, from + size);
  const changes = Array.from({ length: to - from }, (_, index) => ({
    kind: 'certificate',
    certificate: schoolCertificate(from + index),
  }));
  const body = { changes, cursor: String(to), more: to < n, certificatesTotal: n, now: Date.now() };
  const made = Buffer.from(JSON.stringify(body));
  // Beyond that, memory would be measured rather than the station.
  if (size === USUAL && pages.size < KEPT) pages.set(from, made);
  return made;
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('content-type', 'application/json');
  if (url.pathname === '/v1/feed')
    response.end(page(Number(url.searchParams.get('cursor') ?? 0), Number(url.searchParams.get('limit'))));
  else if (url.pathname === '/v1/leases') response.end('{"leases":[]}');
  else response.writeHead(404).end('{}');
});
for (let from = 0; from < n && pages.size < KEPT; from += USUAL) page(from, USUAL);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});
process.on('disconnect', () => process.exit(0));
