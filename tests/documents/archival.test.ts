import { PDFDocument, PDFName } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { readBackground } from '../../src/documents/pdf/background.ts';
import { vectorPage } from '../../templates/drawing/pdfPage.ts';
import { bundledTemplateFiles } from '../support/documentsNode.ts';

async function archival(pdf: Uint8Array): Promise<boolean> {
  const background = await readBackground(pdf);
  if (!background.ok) throw new Error(background.error.message);
  return background.value.archival;
}

const form = (content: string) => ({ Form: { box: [0, 0, 10, 10] as const, content } });

/** A page whose resources hold one graphics state. */
async function withState(
  entries: Readonly<Record<string, number | string>>,
  inline: boolean,
): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([100, 100]);
  const state = pdf.context.obj({ ...entries });
  const resources = pdf.context.obj({ ExtGState: { G0: inline ? state : pdf.context.register(state) } });
  page.node.set(PDFName.of('Resources'), resources);
  page.node.set(PDFName.of('Contents'), pdf.context.register(pdf.context.stream('/G0 gs 0 0 m 9 9 l S')));
  return pdf.save({ useObjectStreams: false });
}

describe('what is claimed of a background', () => {
  it.each(['completion', 'california', 'texas', 'designed'])('%s is paths in plain colours', async (name) => {
    const files = await bundledTemplateFiles(name);
    expect(await archival(files.get('background.pdf') ?? new Uint8Array())).toBe(true);
  });

  it('nothing is claimed when a form within it sets other colours or draws another form', async () => {
    expect(await archival(vectorPage(100, 100, '/Form Do\n', form('0 0 m 9 9 l S')))).toBe(true);
    expect(await archival(vectorPage(100, 100, '/Form Do\n', form('0 0 0 1 k 0 0 9 9 re f')))).toBe(false);
    expect(await archival(vectorPage(100, 100, '/Form Do\n', form('/Other Do')))).toBe(false);
  });

  it('nothing is claimed when something shines through', async () => {
    expect(await archival(await withState({ ca: 1, CA: 1, BM: 'Normal' }, false))).toBe(true);
    expect(await archival(await withState({ ca: 0.5 }, false))).toBe(false);
    expect(await archival(await withState({ BM: 'Multiply' }, false))).toBe(false);
    expect(await archival(await withState({ ca: 0.5 }, true))).toBe(false);
  });
});
