/** Elements of a page, or of a picture in SVG: every element costs a browser time, and a certificate has some dozens. */
const MAX_ELEMENTS = 5000;
/** Elements within one another. */
const MAX_DEPTH = 200;
/** Characters of the page and its style sheets, beside pictures and fonts that are written into them as `data:` addresses. */
const MAX_TEXT = 300_000;

/** Elements without content (HTML 13.1.2), and those whose end may be left out: an open one has no others within it for long. */
const NOT_DEEP = new Set(
  'area base br col embed hr img input link meta source track wbr li p dd dt td th tr thead tbody tfoot option'.split(
    ' ',
  ),
);

interface Size {
  readonly elements: number;
  readonly depth: number;
  /** Characters that are no `data:` address. */
  readonly text: number;
}

/**
 * Why a page is too much to be laid out, in a sentence, or undefined. Looked at before a browser opens it: what is within these
 * bounds is laid out in seconds.
 *
 * @param files what comes with the page; style sheets count as its text, pictures in SVG have their elements counted.
 */
export function whyTooMuch(html: string, files: ReadonlyMap<string, Uint8Array>): string | undefined {
  const page = sizeOf(html);
  const pageFault = elementFault('The page', page);
  if (pageFault !== undefined) return pageFault;
  let text = page.text;
  for (const [path, data] of files) {
    if (path.endsWith('.css')) text += withoutAddresses(new TextDecoder().decode(data));
    if (!path.endsWith('.svg')) continue;
    const fault = elementFault(path, sizeOf(new TextDecoder().decode(data)));
    if (fault !== undefined) return fault;
  }
  if (text > MAX_TEXT) {
    const much = text < 1e6 ? `${Math.round(text / 1000)} kB` : `${(text / 1e6).toFixed(1)} MB`;
    return `The page has ${much} of text and style; a certificate has at most ${MAX_TEXT / 1000} kB beside its pictures and fonts.`;
  }
  return undefined;
}

function elementFault(what: string, { elements, depth }: Size): string | undefined {
  const said = (count: number) => count.toLocaleString('en-US');
  if (elements > MAX_ELEMENTS)
    return `${what} has ${said(elements)} elements; a certificate has at most ${said(MAX_ELEMENTS)}.`;
  if (depth > MAX_DEPTH) return `${what} has more than ${said(MAX_DEPTH)} elements within one another.`;
  return undefined;
}

/** One walk over the tags, whatever is broken about them: its time grows with the length and with nothing else. */
function sizeOf(html: string): Size {
  const open = new Map<string, number>();
  let [elements, depth, deepest, text, at] = [0, 0, 0, 0, 0];
  while (at < html.length) {
    const next = html.indexOf('<', at);
    const begin = next === -1 ? html.length : next;
    text += begin - at;
    if (begin === html.length) break;
    if (html.startsWith('<!--', begin)) {
      at = after(html, '-->', begin + 4);
      text += at - begin;
      continue;
    }
    const [, slash, name] = /^<(\/?)([a-z][^\s/>]{0,60})/iu.exec(html.slice(begin, begin + 64)) ?? [];
    if (name === undefined) {
      text += 1;
      at = begin + 1;
      continue;
    }
    at = endOfTag(html, begin + 1);
    text += withoutAddresses(html.slice(begin, at));
    const tag = name.toLowerCase();
    const count = open.get(tag) ?? 0;
    if (slash === '/') {
      if (count === 0) continue;
      open.set(tag, count - 1);
      depth -= 1;
      continue;
    }
    elements += 1;
    if (!NOT_DEEP.has(tag) && html[at - 2] !== '/') {
      open.set(tag, count + 1);
      depth += 1;
      deepest = Math.max(deepest, depth);
    }
    if (tag !== 'style') continue;
    const end = html.indexOf('</', at);
    const sheet = html.slice(at, end === -1 ? html.length : end);
    text += withoutAddresses(sheet);
    at += sheet.length;
  }
  return { elements, depth: deepest, text };
}

/** Behind the `>` that ends a tag; one within a quoted value does not. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  let before = '';
  for (let at = from; at < html.length; at += 1) {
    const character = html[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at + 1;
    else if ((character === '"' || character === "'") && before === '=') quote = character;
    if (character.trim() !== '') before = character;
  }
  return html.length;
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at === -1 ? text.length : at + end.length;
}

/** The length of attributes or of a style without the `data:` addresses in them. */
function withoutAddresses(text: string): number {
  let length = text.length;
  for (const [address] of text.matchAll(/\bdata:[\w.+-]*\/[^"')\s]*/giu)) length -= address.length;
  return length;
}
