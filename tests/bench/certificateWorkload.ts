import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FieldValues } from '../../src/documents/template/fieldValues.ts';
import { pen, rosette } from '../../templates/drawing/guilloche.ts';
import { vectorPage } from '../../templates/drawing/pdfPage.ts';

/** A4 landscape in points. */
export const PAGE = { width: 841.89, height: 595.28 } as const;

function font(file: string): { readonly data: Uint8Array; readonly sha256: string } {
  const data = readFileSync(fileURLToPath(new URL(`../../resources/fonts/${file}`, import.meta.url)));
  return { data, sha256: createHash('sha256').update(data).digest('hex') };
}

/** The two fonts of the workload. */
export const FONTS = { text: font('EBGaramond-Regular.ttf'), strong: font('EBGaramond-Medium.ttf') } as const;

/** One vector page whose file has about 100 KB. */
export function workloadBackground(): Uint8Array {
  const centre = [PAGE.width / 2, PAGE.height / 2] as const;
  let content = pen('#0f4c4f', 0.3);
  for (let ring = 0; ring < 5; ring += 1) {
    content += rosette(centre, {
      inner: 30 + ring * 45,
      outer: 90 + ring * 45,
      petals: 24 + ring * 6,
      strands: 5,
    });
  }
  return vectorPage(PAGE.width, PAGE.height, content);
}

const GIVEN = [
  'Zoë',
  'Łukasz',
  'Åsa',
  'Nguyễn',
  'Şeyma',
  'Đorđe',
  'Øystein',
  'Ágnes',
  'Ștefan',
  'Željko',
  'Íñigo',
];
const FAMILY = [
  'Ødegård',
  'Kovačević',
  'Müller-Lüdenscheidt',
  'Țepeș',
  'Wójcik',
  'Þórsdóttir',
  'Ağaoğlu',
  'Đặng',
];

/** Six texts and a QR payload of 60 characters for the certificate with this number. */
export function workloadValues(index: number): FieldValues {
  const given = GIVEN[index % GIVEN.length] ?? '';
  const family = FAMILY[Math.floor(index / GIVEN.length) % FAMILY.length] ?? '';
  const number = `CCT-2026-${String(index).padStart(6, '0')}`;
  return {
    text: {
      issuedName: `${given} ${String.fromCharCode(65 + (index % 26))}. ${family} ${index}`,
      courseTitle:
        ['Traffic Law and Substance Abuse Education', 'Driver Education, Thirty Hours'][index % 2] ?? '',
      completionDate: `2026-11-${String(1 + (index % 28)).padStart(2, '0')}`,
      issueDate: '2026-11-20',
      certificateNumber: number,
      school: 'Example School of Driving, Sacramento',
      qrPayload: `https://verify.example.org/v/${number}-ABCDEFGHJKMN`.padEnd(60, 'X').slice(0, 60),
    },
  };
}

/** Where the six fields and the code stand: millimetres from the upper left corner. */
export const PLACES = [
  { id: 'name', text: '{{issuedName}}', font: 'strong', size: 34, y: 80 },
  { id: 'course', text: '{{courseTitle}}', font: 'strong', size: 20, y: 105 },
  { id: 'completed', text: '{{completionDate}}', font: 'text', size: 14, y: 125 },
  { id: 'issued', text: '{{issueDate}}', font: 'text', size: 14, y: 137 },
  { id: 'number', text: '{{certificateNumber}}', font: 'text', size: 12, y: 150 },
  { id: 'school', text: '{{school}}', font: 'text', size: 12, y: 162 },
] as const;

/** The workload's template as a package. */
export function workloadPackage(): ReadonlyMap<string, Uint8Array> {
  const template = {
    format: 'certificate-template/1',
    name: 'Workload',
    page: { widthMm: 297, heightMm: 210 },
    background: { front: 'background.pdf' },
    fonts: {
      text: { name: 'EB Garamond', sha256: FONTS.text.sha256 },
      strong: { name: 'EB Garamond Medium', sha256: FONTS.strong.sha256 },
    },
    fields: [
      ...PLACES.map(({ id, text, font: face, size, y }) => ({
        id,
        kind: 'text',
        text,
        font: face,
        size,
        minSize: 8,
        box: { x: 30, y, width: 237, height: 16 },
      })),
      { id: 'qr', kind: 'qr', text: '{{qrPayload}}', box: { x: 240, y: 160, width: 30, height: 30 } },
    ],
  };
  return new Map([
    ['template.json', new TextEncoder().encode(JSON.stringify(template))],
    ['background.pdf', workloadBackground()],
  ]);
}
