import { describe, expect, it } from 'vitest';
import { compileHtml } from '../../src/documents/html/compileHtml.ts';
import { htmlSourceOf } from '../../src/documents/html/htmlUpload.ts';
import type { LaidOutElement, PageLayoutEngine } from '../../src/documents/html/pageLayout.ts';
import { err, ok } from '../../src/domain/result.ts';
import { designedSource } from '../../templates/drawing/designed.ts';

const WORK_MS = 2000;
const bytes = (text: string) => new TextEncoder().encode(text);
const mark = 'a browser was opened';
/** It opens no browser, and says that it was asked to. */
const unopened: PageLayoutEngine = { open: () => Promise.resolve(err(mark)) };

/** What is said of a page, and how long that took. */
async function verdictOn(
  html: string,
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<{ readonly said: string; readonly took: number }> {
  const fonts = Object.values(designedSource().fonts).map(({ data }) => data);
  const began = performance.now();
  const source = htmlSourceOf(new Map([...files, ['index.html', bytes(html)]]), fonts, { name: 'Upload' });
  const made = source.ok ? await compileHtml(source.value, unopened) : err([{ message: source.error }]);
  const took = performance.now() - began;
  return { said: made.ok ? '' : made.error.map(({ message }) => message).join('\n'), took };
}

const page = (body: string, style = '') =>
  `<!doctype html><html><head><style>body{font-family:"EB Garamond"}${style}</style></head><body>${body}</body></html>`;
const many = (count: number, text: string) => text.repeat(count);

describe('HTML that is too much for a certificate', () => {
  it.each([
    ['200,000 nested elements', page(many(200_000, '<div>')), /200,004 elements.*at most 5,000/u],
    ['an element within 300 others', page(many(300, '<div>') + many(300, '</div>')), /within one another/u],
    ['9 MB of text', page(many(900_000, 'word word ')), /9\.0 MB of text.*at most 300 kB/u],
    [
      '9 MB of text that calls itself a picture',
      page(`<p>"data:image/png;${many(9_000_000, 'x')}`),
      /of text/u,
    ],
    ['9 MB of style', page('', many(600_000, 'p{color:red}/**')), /of text/u],
    ['a tag without an end', `<html lang="en${many(2_000_000, ' x')}`, /of text/u],
    ['many tags without an end', page(many(1_000_000, '<html ')), /of text|elements/u],
    ['many comments without an end', page(many(1_000_000, '<!--')), /of text/u],
  ])('is refused in one sentence before a browser opens: %s', async (_, html, sentence) => {
    const { said, took } = await verdictOn(html);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('\n');
    expect(took).toBeLessThan(WORK_MS);
  });

  it('is refused as well where it stands in a file beside the page', async () => {
    const sheet = new Map([['more.css', bytes(many(600_000, 'p{color:red}'))]]);
    expect((await verdictOn(page(''), sheet)).said).toMatch(/of text/u);
    const drawing = new Map([['rosette.svg', bytes(`<svg>${many(200_000, '<g>')}</svg>`)]]);
    const { said, took } = await verdictOn(page('<img src="rosette.svg">'), drawing);
    expect(said).toMatch(/rosette\.svg has 200,001 elements/u);
    expect(took).toBeLessThan(WORK_MS);
  });

  it.each([
    ['@font-face{', ''],
    ['@page{', ''],
    ['@page', ''],
    ['url(', ''],
    ['', `@page{size:${many(250_000, '1')}}`],
    ['', `@font-face{font-family:a${many(250_000, ' ')}b}`],
  ])('costs no time where its style is made to be hard to read (%s%.20s)', async (rule, style) => {
    const styled = style === '' ? many(Math.floor(280_000 / rule.length), rule) : style;
    expect((await verdictOn(page('', styled))).took).toBeLessThan(WORK_MS);
  });
});

it('A page that is large by its pictures alone, or whose lists leave their ends out, comes to the browser', async () => {
  const picture = `<img alt="a>b" src="data:image/png;base64,${many(1_000_000, 'AAAA')}">`;
  const style = `p{background:url(data:image/png;base64,${many(500_000, 'AAAA')})}`;
  const list = `<ul>${many(400, '<li>one<br>')}</ul><!-- ${many(6000, '<div>')} -->`;
  expect((await verdictOn(page(picture + list, style))).said).toBe(mark);
});

it.each([
  ['IFRAME', 'an iframe element'],
  ['EMBED', 'an embed element'],
  ['OBJECT', 'an object element'],
  ['AUDIO', 'an audio element'],
  ['SCRIPT', 'a script element'],
  ['VIDEO', 'a video element'],
])('What a page must not have is named as people say it: %s', async (tag, words) => {
  const element: LaidOutElement = {
    index: 0,
    parent: undefined,
    tag,
    attributes: {},
    bounds: undefined,
    style: {},
    text: '',
    lines: [],
    machineFonts: [],
  };
  const engine: PageLayoutEngine = {
    open: () =>
      Promise.resolve(
        ok({
          elements: [element],
          refusedRequests: [],
          print: () => Promise.resolve(new Uint8Array()),
          close: () => Promise.resolve(),
        }),
      ),
  };
  const made = await compileHtml({ ...designedSource(), html: '' }, engine);
  expect(made.ok ? [] : made.error.map(({ message }) => message)).toContain(
    `The page has ${words}: templates run nothing.`,
  );
});
