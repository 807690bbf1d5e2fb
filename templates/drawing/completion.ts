import { FACES, FALLBACKS } from './fonts.ts';
import { braidedFrame } from './frame.ts';
import { circle, ink, line, pen, rosette, serratedDisc, star } from './guilloche.ts';
import { outlineFace } from './outlines.ts';
import { vectorPage } from './pdfPage.ts';
import { microtext, microtextLine } from './security.ts';
import { LETTER_LANDSCAPE, MM } from './sheet.ts';

const { widthMm: WIDTH, heightMm: HEIGHT } = LETTER_LANDSCAPE;
const TEAL = '#0f4c4f';
const TEAL_LIGHT = '#5f9a98';
const GOLD = '#a9853a';
const PALE = '#e6eeec';

/** The frame, the ghost rosette and the seal of the plain completion certificate. */
function background(): Uint8Array {
  const { at } = LETTER_LANDSCAPE;
  const words = microtext(
    outlineFace('EBGaramond-Medium.ttf'),
    'THIS LINE IS TEXT ITSELF · VALID ONLY WITH THE RECORD BEHIND THE CODE · ',
  );
  let page = '0 J 1 j\n';

  page += pen(PALE, 0.35);
  page += rosette(at(WIDTH / 2, 104), { inner: 14 * MM, outer: 62 * MM, petals: 18, strands: 9 });
  page += rosette(at(WIDTH / 2, 104), {
    inner: 34 * MM,
    outer: 70 * MM,
    petals: 24,
    strands: 6,
    twist: 0.35,
  });

  page += braidedFrame(LETTER_LANDSCAPE, {
    rules: [
      { inset: 10, colour: TEAL, width: 0.9 },
      { inset: 11, colour: GOLD, width: 0.4 },
      { inset: 23.2, colour: GOLD, width: 0.4 },
      { inset: 24, colour: TEAL, width: 0.6 },
    ],
    middle: 17,
    halfWidth: 5.2,
    outer: TEAL,
    inner: GOLD,
    corner: 7.4,
  });

  // A short rule with a lozenge under the heading.
  const rule = 67;
  page += pen(GOLD, 0.7);
  page +=
    line(at(WIDTH / 2 - 34, rule), at(WIDTH / 2 - 4, rule)) +
    line(at(WIDTH / 2 + 4, rule), at(WIDTH / 2 + 34, rule));
  page += ink(TEAL) + star(at(WIDTH / 2, rule), 1.9 * MM);

  page += pen(TEAL_LIGHT, 0.5) + line(at(46, 108.2), at(WIDTH - 46, 108.2));
  page += ink(TEAL) + microtextLine(words, 'Micro', at(42, 159.5), at(108, 159.5));
  page += microtextLine(words, 'Micro', at(42, 176.2), at(108, 176.2));

  const seal = at(WIDTH / 2, 167.5);
  page += ink(GOLD) + serratedDisc(seal, 15 * MM, 0.9 * MM, 72);
  page += ink('#ffffff') + circle(seal, 13.2 * MM, 'f');
  page += pen(GOLD, 0.5) + circle(seal, 12.8 * MM, 'S');
  page += pen(TEAL, 0.25) + rosette(seal, { inner: 8.4 * MM, outer: 12.4 * MM, petals: 30, strands: 5 });
  page +=
    pen(GOLD, 0.3) + rosette(seal, { inner: 4.6 * MM, outer: 8.4 * MM, petals: 12, strands: 6, twist: 0.2 });
  page += ink(TEAL) + circle(seal, 4.8 * MM, 'f') + ink('#ffffff') + star(seal, 3.6 * MM);
  return vectorPage(LETTER_LANDSCAPE.widthPoints, LETTER_LANDSCAPE.heightPoints, page, { Micro: words.form });
}

const template = {
  format: 'certificate-template/1',
  name: 'Certificate of completion',
  kind: 'certificate',
  page: { widthMm: WIDTH, heightMm: HEIGHT },
  background: { front: 'background.pdf' },
  safeZoneMm: { top: 8, right: 8, bottom: 8, left: 8 },
  language: 'en-US',
  dateFormat: 'MMMM d, yyyy',
  title: 'Certificate {{certificateNumber}}',
  fonts: { ...FACES, ...FALLBACKS },
  fallbacks: ['text', ...Object.keys(FALLBACKS)],
  fields: [
    {
      id: 'heading',
      kind: 'text',
      text: 'Certificate of Completion',
      role: 'heading',
      font: 'text',
      size: 40,
      colour: TEAL,
      letterSpacing: 20,
      box: { x: 40, y: 36, width: 199.4, height: 24 },
      overflow: 'refuse',
      vertical: 'middle',
    },
    {
      id: 'preamble',
      kind: 'text',
      text: 'This certifies that',
      font: 'italic',
      size: 16,
      colour: '#333333',
      box: { x: 60, y: 73, width: 159.4, height: 9 },
      overflow: 'refuse',
    },
    {
      id: 'issuedName',
      kind: 'text',
      text: '{{issuedName}}',
      label: 'Name',
      font: 'strong',
      size: 36,
      minSize: 15,
      colour: '#111111',
      box: { x: 46, y: 82, width: 187.4, height: 25 },
      maxLines: 2,
      overflow: 'shrinkThenWrap',
      lineHeight: 1.12,
    },
    {
      id: 'achievement',
      kind: 'text',
      text: 'has successfully completed',
      font: 'italic',
      size: 16,
      colour: '#333333',
      box: { x: 60, y: 110.5, width: 159.4, height: 9 },
      overflow: 'refuse',
    },
    {
      id: 'courseTitle',
      kind: 'text',
      text: '{{courseTitle}}',
      label: 'Course',
      font: 'strong',
      size: 22,
      minSize: 12,
      colour: TEAL,
      box: { x: 50, y: 119, width: 179.4, height: 19 },
      maxLines: 2,
      overflow: 'wrapThenShrink',
      vertical: 'middle',
    },
    {
      id: 'completedOn',
      kind: 'text',
      text: 'on {{completionDate}}',
      font: 'text',
      size: 16,
      colour: '#333333',
      box: { x: 80, y: 138, width: 119.4, height: 9 },
      overflow: 'shrink',
      minSize: 12,
    },
    {
      id: 'issueDate',
      kind: 'text',
      text: '{{issueDate}}',
      font: 'text',
      size: 13,
      minSize: 9,
      colour: '#111111',
      box: { x: 42, y: 167.5, width: 66, height: 8 },
      overflow: 'shrink',
    },
    {
      id: 'signature',
      kind: 'text',
      text: 'For the school',
      font: 'italic',
      size: 10,
      colour: '#555555',
      box: { x: 42, y: 159.9, width: 66, height: 6 },
      overflow: 'refuse',
    },
    {
      id: 'issueCaption',
      kind: 'text',
      text: 'Date of issue',
      font: 'italic',
      size: 10,
      colour: '#555555',
      box: { x: 42, y: 176.6, width: 66, height: 6 },
      overflow: 'refuse',
    },
    {
      id: 'certificateNumber',
      kind: 'text',
      text: 'No. {{certificateNumber}}',
      font: 'text',
      size: 13,
      minSize: 8,
      colour: '#111111',
      box: { x: 166, y: 150, width: 40, height: 8 },
      overflow: 'shrink',
      align: 'right',
    },
    {
      id: 'verifyHint',
      kind: 'text',
      text: 'Verify this certificate:\nscan the code or go to\n{{verifyUrl}}',
      font: 'text',
      size: 8.5,
      minSize: 5,
      colour: '#555555',
      box: { x: 160, y: 166, width: 46, height: 17 },
      maxLines: 4,
      overflow: 'wrapThenShrink',
      align: 'right',
      vertical: 'bottom',
    },
    {
      id: 'qr',
      kind: 'qr',
      text: '{{qrPayload}}',
      label: 'Verification code',
      errorLevel: 'M',
      colour: '#000000',
      box: { x: 208, y: 152, width: 32, height: 32 },
      printerDpi: 600,
      minModuleMm: 0.33,
    },
  ],
};

/** The files of the package. */
export function completionPackage(): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ['template.json', new TextEncoder().encode(`${JSON.stringify(template, null, 2)}\n`)],
    ['background.pdf', background()],
  ]);
}
