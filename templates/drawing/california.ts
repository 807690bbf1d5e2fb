import { braidedFrame } from './frame.ts';
import { ink, pen, rectangle, rosette } from './guilloche.ts';
import { lozenge, partedRule, poppy, reliefField, sealRing } from './ornaments.ts';
import { outlineFace } from './outlines.ts';
import { vectorPage } from './pdfPage.ts';
import type { PageForm } from './pdfPage.ts';
import { microtext, microtextLine, voidPantograph } from './security.ts';
import { LETTER_LANDSCAPE, MM } from './sheet.ts';
import { box, certificateFile, text, verificationCode } from './templateFile.ts';

const { widthMm: WIDTH, heightMm: HEIGHT, widthPoints, heightPoints, at } = LETTER_LANDSCAPE;
const BLUE = '#1b3a66';
const MIST = '#6f8cb3';
const GOLD = '#b07a1c';
const POPPY = '#e9a23b';
const GREY = '#4a4f57';
const INK = '#14181f';

/** The panel at the left, and the middle of what is right of it. */
const PANEL = { left: 23.2, right: 67, top: 23.2, bottom: HEIGHT - 23.2 };
const LEFT = 75;
const RIGHT = 254;
const MIDDLE = (LEFT + RIGHT) / 2;

function background(options: { readonly voidPantograph: boolean }): Uint8Array {
  const medium = outlineFace('EBGaramond-Medium.ttf');
  const words = microtext(
    medium,
    'CALIFORNIA DRIVER EDUCATION · VALID ONLY WITH THE RECORD BEHIND THE CODE · ',
  );
  let page = '0 J 1 j\n';

  if (options.voidPantograph) {
    page += voidPantograph(
      medium,
      { from: at(PANEL.right, PANEL.top), to: at(WIDTH - PANEL.left, PANEL.bottom) },
      '#cdd9e6',
    );
  }
  page += braidedFrame(LETTER_LANDSCAPE, {
    rules: [
      { inset: 9.5, colour: BLUE, width: 1.1 },
      { inset: 10.6, colour: GOLD, width: 0.4 },
      { inset: 21.2, colour: GOLD, width: 0.4 },
      { inset: 22.1, colour: BLUE, width: 0.6 },
    ],
    middle: 15.9,
    halfWidth: 4.3,
    outer: BLUE,
    inner: GOLD,
    corner: 6.1,
    swell: 0.4,
  });

  page += 'q /Sun Do Q\n';
  const axis = (PANEL.left + PANEL.right) * MM;
  page += `q -1 0 0 1 ${Math.round(axis * 100) / 100} 0 cm /Sun Do Q\n`;
  const [wide, tall] = [PANEL.right - PANEL.left, PANEL.bottom - PANEL.top];
  page +=
    pen(BLUE, 0.7) + rectangle(PANEL.left * MM, (HEIGHT - PANEL.bottom) * MM, wide * MM, tall * MM, 'S');
  const centre = at((PANEL.left + PANEL.right) / 2, HEIGHT / 2);
  page += pen(GOLD, 0.3) + rosette(centre, { inner: 17 * MM, outer: 20.6 * MM, petals: 36, strands: 6 });
  page += sealRing(
    centre,
    18.4 * MM,
    { face: medium, top: 'CALIFORNIA', bottom: 'DRIVER EDUCATION', size: 7.6 },
    { rim: GOLD, ring: '#ffffff', words: BLUE, field: '#f3f6fa' },
  );
  page += poppy(centre, 9.6 * MM, { petal: POPPY, vein: '#a8650c', heart: '#8a4b08' });

  page += partedRule(at(MIDDLE, 67), 36 * MM, 4 * MM, GOLD, 0.7);
  page += ink(GOLD) + lozenge(at(MIDDLE, 67), 2.1 * MM, 1.1 * MM);
  page += ink(BLUE) + lozenge(at(MIDDLE, 67), 1 * MM, 0.5 * MM);
  page += ink(BLUE) + microtextLine(words, 'Micro', at(LEFT + 2, 104.5), at(RIGHT - 2, 104.5));
  page += microtextLine(words, 'Micro', at(LEFT, 166), at(LEFT + 66, 166));
  page += microtextLine(words, 'Micro', at(LEFT, 182), at(LEFT + 66, 182));
  return vectorPage(widthPoints, heightPoints, page, { Micro: words.form, Sun: halfSun() });
}

/** Left half of the panel: level lines lifted by the height of a bell with rays, as a sun rising behind the seal. */
function halfSun(): PageForm {
  const [wide, tall] = [(PANEL.right - PANEL.left) / 2, PANEL.bottom - PANEL.top];
  const from = at(PANEL.left + 1.2, PANEL.bottom - 1.2);
  const to = at(PANEL.left + wide, PANEL.top + 1.2);
  const lines = reliefField(
    { from, to },
    {
      pitch: 0.95 * MM,
      lift: 7 * MM,
      step: 1.5 * MM,
      height: (x, y) => {
        const [dx, dy] = [(x - 1) * wide, (y - 0.5) * tall];
        const distance = Math.hypot(dx, dy);
        const rays = 0.5 + 0.5 * Math.cos(16 * Math.atan2(dy, dx));
        const bell = Math.exp(-((distance / 62) ** 2));
        return bell * (0.3 + 0.7 * rays * Math.min(1, distance / 26));
      },
    },
  );
  return { box: [from[0], from[1], to[0], to[1]], content: `1 j\n${pen(MIST, 0.3)}${lines}` };
}

const italic = { font: 'italic', size: 15, colour: GREY, overflow: 'refuse' };
const caption = { font: 'italic', size: 9.5, colour: GREY, overflow: 'refuse', align: 'left' };

const fields = [
  text('programme', 'CALIFORNIA DRIVER EDUCATION', box(LEFT, 36, RIGHT - LEFT, 7), {
    font: 'strong',
    size: 12.5,
    colour: GOLD,
    letterSpacing: 220,
    overflow: 'refuse',
  }),
  text('heading', 'Certificate of Completion', box(LEFT, 43, RIGHT - LEFT, 21), {
    role: 'heading',
    font: 'text',
    size: 41,
    colour: BLUE,
    letterSpacing: 12,
    overflow: 'refuse',
    vertical: 'middle',
  }),
  text('preamble', 'This certifies that', box(LEFT, 72, RIGHT - LEFT, 8), italic),
  text('issuedName', '{{issuedName}}', box(LEFT + 2, 80, RIGHT - LEFT - 4, 24), {
    label: 'Name',
    font: 'strong',
    size: 34,
    minSize: 14,
    colour: INK,
    maxLines: 2,
    overflow: 'shrinkThenWrap',
    lineHeight: 1.12,
  }),
  text('achievement', 'has satisfactorily completed', box(LEFT, 107, RIGHT - LEFT, 8), italic),
  text('courseTitle', '{{courseTitle}}', box(LEFT + 4, 115.5, RIGHT - LEFT - 8, 17), {
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
  text('completedOn', 'on {{completionDate}}', box(LEFT, 133.5, RIGHT - LEFT, 8), {
    font: 'text',
    size: 15,
    minSize: 11,
    colour: INK,
    overflow: 'shrink',
  }),
  text('signature', 'Signature for the school', box(LEFT, 166.6, 66, 5), caption),
  text('issueDate', '{{issueDate}}', box(LEFT, 174.5, 66, 7), {
    font: 'text',
    size: 13,
    minSize: 9,
    colour: INK,
    overflow: 'shrink',
    align: 'left',
  }),
  text('issueCaption', 'Date of issue', box(LEFT, 182.6, 66, 5), caption),
  text('certificateNumber', 'No. {{certificateNumber}}', box(150, 152, 66, 7), {
    label: 'Certificate number',
    font: 'strong',
    size: 13,
    minSize: 8,
    colour: INK,
    overflow: 'shrink',
    align: 'right',
  }),
  text('controlNumber', 'Control no. {{controlNumber}}', box(150, 159, 66, 6), {
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
    box(150, 170, 66, 15.4),
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
  verificationCode(box(219, 152, 35, 35)),
];

/** The files of the package. */
export function californiaPackage(): ReadonlyMap<string, Uint8Array> {
  return new Map([
    [
      'template.json',
      certificateFile(
        LETTER_LANDSCAPE,
        { name: 'California driver education', jurisdiction: 'US-CA' },
        fields,
      ),
    ],
    ['background.pdf', background({ voidPantograph: true })],
  ]);
}
