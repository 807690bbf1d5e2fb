/** A mail of our own making, taken apart to be shown. */
export interface MailParts {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly date: string;
  readonly text: string;
  readonly html: string;
}

interface Entity {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function entityOf(raw: string): Entity {
  const cut = raw.indexOf('\r\n\r\n');
  const head = (cut < 0 ? raw : raw.slice(0, cut)).replace(/\r\n[ \t]+/gu, ' ');
  const headers = new Map(
    head.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const];
    }),
  );
  return { headers, body: cut < 0 ? '' : raw.slice(cut + 4) };
}

function decoded({ headers, body }: Entity): string {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return Buffer.from(unquoted(body.replace(/=\r\n/gu, '')), 'latin1').toString('utf8');
    default:
      return Buffer.from(body, 'latin1').toString('utf8');
  }
}

const unquoted = (text: string): string =>
  text.replace(/=([0-9A-F]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Words of a header (RFC 2047). */
function headerWords(text: string): string {
  return text
    .replace(/(\?=)\s+(=\?)/gu, '$1$2')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/giu, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : Buffer.from(unquoted(word.replaceAll('_', ' ')), 'latin1').toString('utf8'),
    );
}

function leaves(entity: Entity): Entity[] {
  const type = entity.headers.get('content-type') ?? '';
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/iu.exec(type)?.[1];
  if (boundary === undefined) return [entity];
  return `\r\n${entity.body}`
    .split(`\r\n--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .flatMap((part) => leaves(entityOf(part.replace(/^[ \t]*\r\n/u, ''))));
}

/** Takes a mail apart that `buildMail` wrote; it reads no others reliably. */
export function partsOfMail(bytes: Uint8Array): MailParts {
  const whole = entityOf(Buffer.from(bytes).toString('latin1'));
  const parts = leaves(whole);
  const of = (type: string) => {
    const found = parts.find((part) =>
      (part.headers.get('content-type') ?? 'text/plain').toLowerCase().startsWith(type),
    );
    return found === undefined ? '' : decoded(found);
  };
  const header = (name: string) => headerWords(whole.headers.get(name) ?? '');
  return {
    subject: header('subject'),
    from: header('from'),
    to: header('to'),
    date: header('date'),
    text: of('text/plain'),
    html: of('text/html'),
  };
}
