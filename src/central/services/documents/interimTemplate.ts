import { crc32, deflateSync } from 'node:zlib';
import type { TemplatePackage } from '../../../documents/template/templatePackage.ts';

const ENGLISH = 'INTERIM DIGITAL COPY \u2013 the paper certificate follows';
const SPANISH = 'COPIA DIGITAL PROVISIONAL \u2013 el certificado en papel le llegará después';
const BANNER = { widthMm: 150, heightMm: 13 };
const FILE = 'interim-banner.png';

/**
 * A template with a banner across its page that says, in English and Spanish, that this is an interim copy and that paper
 * follows: for files that are given out while an emergency keeps paper back. The certificate itself is as on paper.
 */
export function interimTemplate(pkg: TemplatePackage): TemplatePackage {
  const { template } = pkg;
  const { page, safeZoneMm: safe } = template;
  const font =
    template.fields.find((field) => field.kind === 'text')?.font ?? Object.keys(template.fonts)[0] ?? '';
  const width = Math.min(BANNER.widthMm, page.widthMm - safe.left - safe.right);
  const height = (BANNER.heightMm * width) / BANNER.widthMm;
  const box = { x: (page.widthMm - width) / 2, y: safe.top, width, height };
  const lines = template.language.startsWith('es') ? [SPANISH, ENGLISH] : [ENGLISH, SPANISH];
  return {
    id: `${pkg.id} interim`,
    files: new Map([...pkg.files, [FILE, banner()]]),
    template: {
      ...template,
      fields: [
        ...template.fields,
        {
          kind: 'image',
          id: 'interimBanner',
          box,
          side: 'front',
          required: true,
          source: { from: 'package', file: FILE },
          align: 'center',
          vertical: 'middle',
        },
        {
          kind: 'text',
          id: 'interimMark',
          box: { x: box.x + 3, y: box.y + 0.5, width: width - 6, height: height - 1 },
          side: 'front',
          required: true,
          text: lines.join('\n'),
          font,
          size: 12,
          minSize: 5,
          colour: '#7a1f00',
          align: 'center',
          vertical: 'middle',
          letterSpacing: 0,
          lineHeight: 1.2,
          maxLines: 2,
          overflow: 'shrink',
          role: 'paragraph',
        },
      ],
    },
  };
}

const PIXELS_PER_MM = 4;

/** A pale panel with a dark edge, as PNG without transparency (W3C PNG, third edition). */
function banner(): Uint8Array {
  const [width, height] = [BANNER.widthMm * PIXELS_PER_MM, BANNER.heightMm * PIXELS_PER_MM];
  const rows = Buffer.alloc(height * (1 + width * 3));
  const edge = 2;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = x >= edge && y >= edge && x < width - edge && y < height - edge;
      rows.set(inside ? [0xff, 0xf4, 0xe0] : [0x7a, 0x1f, 0x00], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
