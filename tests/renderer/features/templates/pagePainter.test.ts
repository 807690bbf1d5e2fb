import { describe, expect, it } from 'vitest';
import type { Template } from '../../../../src/documents/template/format.ts';
import { templateSchema } from '../../../../src/documents/template/format.ts';
import type { PageShown, ToWorker } from '../../../../src/renderer/features/templates/preview/messages.ts';
import { createPagePainter } from '../../../../src/renderer/features/templates/preview/pagePainter.ts';

const template: Template = templateSchema.parse({
  format: 'certificate-template/1',
  name: 'Plain',
  page: { widthMm: 100, heightMm: 100 },
  background: { front: 'background.pdf' },
  fonts: {},
  fields: [],
});
const request = (name: string) => ({ template, texts: { issuedName: name }, dpi: 96, back: false });
const answer = (number: number) =>
  ({ kind: 'shown', number, pixels: null, findings: [], faults: [] }) as const;

function painter() {
  const sent: ToWorker[] = [];
  const shown: PageShown[] = [];
  const failed: string[] = [];
  const made = createPagePainter({
    send: (message) => sent.push(message),
    font: async (sha256) => (sha256 === 'known' ? new Uint8Array([1]) : null),
    onShown: (page) => shown.push(page),
    onFailed: (message) => failed.push(message),
  });
  const names = () =>
    sent.flatMap((message) => (message.kind === 'show' ? [message.texts['issuedName']] : []));
  return { made, sent, shown, failed, names };
}

describe('the picture of the page', () => {
  it('is asked for once at a time, and what was typed between is left out', () => {
    const { made, names, shown } = painter();
    for (const name of ['A', 'Ad', 'Ada']) made.want(request(name));
    expect(names()).toEqual(['A']);
    made.heard(answer(1));
    expect(names()).toEqual(['A', 'Ada']);
    made.heard(answer(2));
    expect(names()).toEqual(['A', 'Ada']);
    expect(shown.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('is about a template that is told once, and again when it has changed', async () => {
    const { made, sent } = painter();
    made.want(request('A'));
    made.heard(answer(1));
    made.want(request('B'));
    made.heard(answer(2));
    made.want({ ...request('B'), template: { ...template, name: 'Other' } });
    const survey = made.survey(template, [{ issuedName: 'C' }]);
    made.heard({ kind: 'surveyed', number: 1, right: [true] });
    expect(await survey).toEqual([true]);
    expect(sent.map(({ kind }) => kind)).toEqual([
      'template',
      'show',
      'show',
      'template',
      'show',
      'template',
      'survey',
    ]);
  });

  it('is asked for again after one that failed', () => {
    const { made, names, failed } = painter();
    made.want(request('A'));
    made.want(request('B'));
    made.heard({ kind: 'failed', number: 1, message: 'out of memory' });
    expect(failed).toEqual(['out of memory']);
    expect(names()).toEqual(['A', 'B']);
  });

  it('gets the fonts that it wants, or hears that there are none', async () => {
    const { made, sent } = painter();
    made.heard({ kind: 'fontWanted', sha256: 'known' });
    made.heard({ kind: 'fontWanted', sha256: 'unknown' });
    await Promise.resolve();
    expect(sent).toEqual([
      { kind: 'font', sha256: 'known', data: new Uint8Array([1]) },
      { kind: 'font', sha256: 'unknown', data: null },
    ]);
  });
});
