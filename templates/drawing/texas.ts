import { braidedFrame } from './frame.ts';
import { circle, ink, pen } from './guilloche.ts';
import { facetedStar, lozenge, nestedStars, partedRule, sealRing } from './ornaments.ts';
import { outlineFace } from './outlines.ts';
import { vectorPage } from './pdfPage.ts';
import { microtext, microtextLine, voidPantograph } from './security.ts';
import { LETTER_LANDSCAPE, MM } from './sheet.ts';
import { box, certificateFile, text, verificationCode } from './templateFile.ts';

const { widthMm: WIDTH, heightMm: HEIGHT, widthPoints, heightPoints, at } = LETTER_LANDSCAPE;
const BLUE = '#17284d';
const RED = '#8e1f2f';
const SAND = '#b59a68';
const PALE = '#e7e3d8';
const GREY = '#4a4a4f';
const INK = '#15151a';
const LEFT = 29;
const RIGHT = WIDTH - 29;
const MIDDLE = WIDTH / 2;

function background(options: { readonly voidPantograph: boolean }): Uint8Array {
  const medium = outlineFace('EBGaramond-Medium.ttf');
  const words = microtext(medium, 'TEXAS DRIVER EDUCATION · VALID ONLY WITH THE RECORD BEHIND THE CODE · ');
  let page = '0 J 0 j\n';

  if (options.voidPantograph) {
    page += voidPantograph(medium, { from: at(25.5, 25.5), to: at(WIDTH - 25.5, HEIGHT - 25.5) }, '#d8cfba');
  }
  page += pen(PALE, 0.4);
  page += nestedStars(at(MIDDLE, 108), { outer: 78 * MM, inner: 20 * MM, count: 34, twist: 0 });
  page += '1 j\n';
  page += braidedFrame(LETTER_LANDSCAPE, {
    rules: [
      { inset: 9.5, colour: RED, width: 0.5 },
      { inset: 10.4, colour: BLUE, width: 1.5 },
      { inset: 22.6, colour: BLUE, width: 1.5 },
      { inset: 23.6, colour: RED, width: 0.5 },
    ],
    middle: 16.5,
    halfWidth: 4.4,
    outer: BLUE,
    inner: RED,
    corner: 6.6,
    swell: 0,
  });
  for (const [x, y] of [
    [16.5, 16.5],
    [WIDTH - 16.5, 16.5],
    [WIDTH - 16.5, HEIGHT - 16.5],
    [16.5, HEIGHT - 16.5],
  ] as const) {
    page +=
      ink('#ffffff') + circle(at(x, y), 4.6 * MM, 'f') + pen(BLUE, 0.6) + circle(at(x, y), 4.6 * MM, 'S');
    page += facetedStar(at(x, y), 3.9 * MM, { dark: BLUE, light: '#8b98b8' });
  }
  page += partedRule(at(MIDDLE, 62.5), 42 * MM, 4.5 * MM, RED, 0.7);
  page += facetedStar(at(MIDDLE, 62.5), 2.5 * MM, { dark: BLUE, light: '#8b98b8' });
  page +=
    ink(RED) +
    lozenge(at(MIDDLE - 42, 62.5), 1.4 * MM, 0.5 * MM) +
    lozenge(at(MIDDLE + 42, 62.5), 1.4 * MM, 0.5 * MM);
  page += ink(BLUE) + microtextLine(words, 'Micro', at(46, 98), at(WIDTH - 46, 98));

  const seal = at(MIDDLE, 164);
  page += sealRing(
    seal,
    19 * MM,
    { face: medium, top: 'TEXAS', bottom: 'DRIVER EDUCATION', size: 7.6 },
    { rim: SAND, ring: BLUE, words: '#ffffff', field: '#ffffff' },
  );
  page += facetedStar(seal, 10.6 * MM, { dark: RED, light: '#c9707c' });

  page += ink(INK);
  for (const y of [155, 177]) {
    page += microtextLine(words, 'Micro', at(LEFT, y), at(LEFT + 61, y));
    page += microtextLine(words, 'Micro', at(LEFT + 65, y), at(LEFT + 87, y));
  }
  return vectorPage(widthPoints, heightPoints, page, { Micro: words.form });
}

const italic = { font: 'italic', size: 15, colour: GREY, overflow: 'refuse' };
const caption = { font: 'italic', size: 9, colour: GREY, overflow: 'refuse', align: 'left', vertical: 'top' };

const fields = [
  text('programme', 'TEXAS DRIVER EDUCATION', box(LEFT, 31, RIGHT - LEFT, 7), {
    font: 'strong',
    size: 12.5,
    colour: RED,
    letterSpacing: 240,
    overflow: 'refuse',
  }),
  text('heading', 'Certificate of Completion', box(LEFT, 38.5, RIGHT - LEFT, 20), {
    role: 'heading',
    font: 'strong',
    size: 41,
    colour: BLUE,
    letterSpacing: 6,
    overflow: 'refuse',
    vertical: 'middle',
  }),
  text('preamble', 'This is to certify that', box(LEFT, 66.5, RIGHT - LEFT, 8), italic),
  text('issuedName', '{{issuedName}}', box(44, 73.5, WIDTH - 88, 24), {
    label: 'Name',
    font: 'strong',
    size: 35,
    minSize: 15,
    colour: INK,
    maxLines: 2,
    overflow: 'shrinkThenWrap',
    lineHeight: 1.12,
  }),
  text('achievement', 'has met the requirements of and completed', box(LEFT, 100.5, RIGHT - LEFT, 8), italic),
  text('courseTitle', '{{courseTitle}}', box(44, 108.5, WIDTH - 88, 17), {
    label: 'Course',
    font: 'strong',
    size: 21,
    minSize: 12,
    colour: BLUE,
    maxLines: 2,
    overflow: 'wrapThenShrink',
    vertical: 'middle',
    lineHeight: 1.1,
  }),
  text('completedOn', 'on {{completionDate}}', box(LEFT, 126, RIGHT - LEFT, 8), {
    font: 'text',
    size: 15,
    minSize: 11,
    colour: INK,
    overflow: 'shrink',
  }),
  text('officialCaption', 'Instructor or school official', box(LEFT, 155.6, 61, 6), caption),
  text('officialDate', 'Date', box(LEFT + 65, 155.6, 22, 6), caption),
  text('guardianCaption', 'Parent or guardian, if the student is under 18', box(LEFT, 177.6, 64, 6), caption),
  text('guardianDate', 'Date', box(LEFT + 65, 177.6, 22, 6), caption),
  text('certificateNumber', 'No. {{certificateNumber}}', box(162, 146, 51, 6.5), {
    label: 'Certificate number',
    font: 'strong',
    size: 12.5,
    minSize: 8,
    colour: INK,
    overflow: 'shrink',
    align: 'right',
  }),
  text('issueDate', 'Issued {{issueDate}}', box(162, 152.5, 51, 6), {
    font: 'text',
    size: 11,
    minSize: 8,
    colour: INK,
    overflow: 'shrink',
    align: 'right',
  }),
  text('controlNumber', 'Control no. {{controlNumber}}', box(162, 158.5, 51, 6), {
    label: 'Control number',
    required: false,
    font: 'text',
    size: 11,
    minSize: 7,
    colour: INK,
    overflow: 'shrink',
    align: 'right',
  }),
  text(
    'verifyHint',
    'Verify this certificate:\nscan the code or go to\n{{verifyUrl}}',
    box(162, 165, 51, 14.6),
    {
      font: 'text',
      size: 8.5,
      minSize: 6,
      colour: GREY,
      maxLines: 4,
      overflow: 'wrapThenShrink',
      align: 'right',
      vertical: 'bottom',
    },
  ),
  verificationCode(box(216, 146.5, 34, 34)),
];

/** The files of the package. */
export function texasPackage(): ReadonlyMap<string, Uint8Array> {
  return new Map([
    [
      'template.json',
      certificateFile(LETTER_LANDSCAPE, { name: 'Texas driver education', jurisdiction: 'US-TX' }, fields),
    ],
    ['background.pdf', background({ voidPantograph: false })],
  ]);
}
