import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from '../../scripts/chromium.mjs';
import { chromiumLayout } from '../../src/documents/html/chromiumLayout.ts';
import { compileHtml } from '../../src/documents/html/compileHtml.ts';
import type { HtmlSource } from '../../src/documents/html/compileHtml.ts';
import type { Picture } from '../../src/documents/preflight/rasteriser.ts';
import { diffTemplates } from '../../src/documents/template/templateDiff.ts';
import { openTemplatePackage } from '../../src/documents/template/templatePackage.ts';
import type { TemplatePackage } from '../../src/documents/template/templatePackage.ts';
import { openBrowserPage } from '../../src/host/chromium/browserPage.ts';
import { designedSource } from '../../templates/drawing/designed.ts';
import { previewTools, withPreview } from '../../templates/preview/previewPicture.ts';
import { bundledTemplateFiles, nodeRasteriser } from '../support/documentsNode.ts';

const FOLDER = new URL('../../templates/designed/', import.meta.url);
const chromium = chromiumPath();

function opened(files: ReadonlyMap<string, Uint8Array>): TemplatePackage {
  const pkg = openTemplatePackage(files);
  if (!pkg.ok) throw new Error(JSON.stringify(pkg.error));
  return pkg.value;
}

describe.skipIf(chromium === undefined)('HTML made a template by a real browser (needs Chromium)', () => {
  const engine = chromiumLayout(() => openBrowserPage(chromium ?? ''));
  let source: HtmlSource;

  beforeAll(() => {
    source = designedSource();
  });

  const page = (body: string, style = ''): HtmlSource => ({
    ...source,
    html: `<!doctype html><html><head><style>body{margin:0}body>div{position:absolute;left:30mm;top:30mm;width:90mm;height:12mm;font:400 14pt/1.2 'EB Garamond'}${style}</style></head><body>${body}</body></html>`,
  });
  const faultsOf = async (what: HtmlSource): Promise<readonly string[]> => {
    const result = await compileHtml(what, engine);
    return result.ok ? [] : result.error.map(({ kind, at }) => `${kind} ${at}`).toSorted();
  };

  it('makes the bundled designed template again, field by field and line by line', async () => {
    const result = await compileHtml(source, engine);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    if (process.env['UPDATE_GOLDEN'] === '1') {
      for (const [path, data] of await withPreview(result.value, await previewTools())) {
        const file = fileURLToPath(new URL(path, FOLDER));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, data);
      }
    }
    const again = opened(result.value);
    const kept = opened(await bundledTemplateFiles('designed'));
    // Another release of the browser may place a line a tenth of a millimetre away, which nobody sees, and write the
    // background in other bytes; what that looks like is compared below.
    const changes = diffTemplates(kept, again).filter(
      ({ at, before, after }) =>
        !['files.background.pdf', 'files.preview.png', 'preview'].includes(at) &&
        !(at.includes('.box.') && Math.abs(Number(before) - Number(after)) < 0.3),
    );
    expect(changes).toEqual([]);
    const rasteriser = await nodeRasteriser();
    const pictureOf = (pkg: TemplatePackage): Picture => {
      const file = rasteriser.open(pkg.files.get('background.pdf') ?? new Uint8Array());
      if (file === undefined) throw new Error('The background is no PDF.');
      const picture = file.picture({ page: 0, dpi: 60, colour: false });
      file.close();
      return picture;
    };
    const [was, is] = [pictureOf(kept), pictureOf(again)];
    const apart = is.data.reduce((sum, value, index) => sum + Math.abs(value - (was.data[index] ?? 0)), 0);
    expect(apart / is.data.length).toBeLessThan(1);
  });

  it('takes box, font, size, colour and alignment from the page', async () => {
    const result = await compileHtml(
      page(
        '<div data-overflow="shrinkThenWrap" data-min-size="9" data-max-lines="2" style="padding:2mm;text-align:right;color:#0b4257;letter-spacing:1pt">{{issuedName}}</div>',
      ),
      engine,
    );
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const [field] = opened(result.value).template.fields;
    expect(field).toMatchObject({
      id: 'issuedName',
      font: 'text',
      size: 14,
      minSize: 9,
      colour: '#0b4257',
      align: 'right',
      maxLines: 2,
      overflow: 'shrinkThenWrap',
      letterSpacing: 71.4,
    });
    expect(field?.box.x).toBeCloseTo(32, 1);
    expect(field?.box.width).toBeCloseTo(90, 0);
  });

  it('leaves placeholders out of the background and everything else in it', async () => {
    const result = await compileHtml(
      page('<div>{{issuedName}}</div><div style="top:60mm">Printed on every sheet</div>'),
      engine,
    );
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const file = (await nodeRasteriser()).open(result.value.get('background.pdf') ?? new Uint8Array());
    expect(file?.text(0).trim()).toBe('Printed on every sheet');
    file?.close();
  });

  it('names everything that a page does and a template cannot honour, all at once', async () => {
    const wrong: readonly (readonly [body: string, fault: string])[] = [
      ['<div style="transform:rotate(3deg)">{{turned}}</div>', 'transformed turned'],
      ['<div style="scale:1.2"><p>{{withinScaled}}</p></div>', 'transformed withinScaled'],
      ['<div><p style="float:left">{{floated}}</p></div>', 'floating floated'],
      ['<div>on <span>{{inLine}}</span></div>', 'notABlock inLine'],
      ['<div>{{holdsOthers}} <b>x</b></div>', 'mixedContent holdsOthers'],
      ['<div style="opacity:.5">{{seeThrough}}</div>', 'unsupportedStyle seeThrough'],
      ['<div style="color:rgb(0 0 0 / 50%)">{{pale}}</div>', 'unsupportedStyle pale'],
      ['<div style="text-decoration:underline">{{underlined}}</div>', 'unsupportedStyle underlined'],
      ['<div style="text-align:justify">{{justified}}</div>', 'unsupportedStyle justified'],
      ['<div style="font-weight:900">{{black}}</div>', 'fontWithoutFile black'],
      [
        '<section style="font:12pt monospace">words in a font of the machine</section>',
        'fontWithoutFile section',
      ],
      ['<div data-overflow="clip">{{clipped}}</div>', 'badAttribute clipped'],
      ['<img src="https://example.org/a.png">', 'outsideResource https://example.org/a.png'],
      ['<img src="file:///etc/hostname">', 'outsideResource file:///etc/hostname'],
      ['<img src="missing.png">', 'outsideResource missing.png'],
      ['<i style="background:url(https://css.example/b.png)">', 'outsideResource https://css.example/b.png'],
      ['</i><script>document.body.innerHTML = "";</script>', 'forbiddenElement script'],
      ['<p onclick="x()"></p>', 'forbiddenElement p'],
      ['<iframe srcdoc="x"></iframe>', 'forbiddenElement iframe'],
    ];
    const found = await faultsOf(page(wrong.map(([body]) => body).join('\n')));
    expect(found).toEqual(wrong.map(([, fault]) => fault).toSorted());
  });

  it('refuses what runs over the page', async () => {
    expect(await faultsOf(page('<div style="top:250mm;height:100mm">Hello</div>'))).toEqual([
      'pageTooLong page',
    ]);
  });

  it('checks what it made as any template is checked', async () => {
    const body =
      '<div>{{issuedName</div><div style="top:90mm" data-field="twice">{{issuedName}}</div>' +
      '<div style="left:230mm" data-field="twice">{{courseTitle}}</div>';
    expect(await faultsOf(page(body))).toEqual(['badTemplate div', 'badTemplate twice', 'badTemplate twice']);
  });

  it('says when there is no browser', async () => {
    const none = chromiumLayout(() => openBrowserPage('/nowhere/chromium'));
    const result = await compileHtml(source, none);
    expect(result.ok ? [] : result.error.map(({ kind }) => kind)).toEqual(['browserFailed']);
  });
});
