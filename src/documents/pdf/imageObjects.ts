import { sha256 } from '@noble/hashes/sha2.js';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { inflateBounded } from './compression/boundedInflate.ts';
import { deflate } from './compression/deflate.ts';
import type { PdfFile } from './pdfFile.ts';
import { hexOf } from './syntax.ts';

/** A picture as PDF keeps it. */
export interface PdfImage {
  /** Name in a page's resources; the same picture has the same name. */
  readonly resource: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** True when it has see-through parts. */
  readonly transparent: boolean;
  /** Writes it and returns its object number. */
  write(file: PdfFile): number;
}

const MAX_SIDE = 10_000;
const MAX_PIXELS = 30_000_000;
const known = new WeakMap<Uint8Array, Result<PdfImage, string>>();

/** Reads a PNG or JPEG file. The error is in words for the one whose picture it is. */
export function readImage(data: Uint8Array): Result<PdfImage, string> {
  const read = known.get(data);
  if (read !== undefined) return read;
  const made = readAnew(data);
  known.set(data, made);
  return made;
}

function readAnew(data: Uint8Array): Result<PdfImage, string> {
  if (data[0] === 0xff && data[1] === 0xd8) return readJpeg(data);
  if (data[0] === 0x89 && data[1] === 0x50 && data[2] === 0x4e && data[3] === 0x47) return readPng(data);
  return err('The picture is neither a PNG nor a JPEG file.');
}

function nameOf(data: Uint8Array): string {
  return `I${hexOf(sha256(data).subarray(0, 8))}`;
}

function sizeFault(width: number, height: number): string | undefined {
  const fits =
    width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
  return fits ? undefined : `The picture measures ${width} by ${height} pixels; that cannot be used.`;
}

/** Finds the frame header (ITU-T T.81, B.2.2); the file itself is kept as it is. */
function readJpeg(data: Uint8Array): Result<PdfImage, string> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 2;
  while (at + 9 < data.length && data[at] === 0xff) {
    const marker = data[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      const height = view.getUint16(at + 5);
      const width = view.getUint16(at + 7);
      const components = data[at + 9];
      const fault = sizeFault(width, height);
      if (fault !== undefined) return err(fault);
      if (components !== 1 && components !== 3) return err('The JPEG picture is not in grey or RGB.');
      const space = components === 1 ? '/DeviceGray' : '/DeviceRGB';
      return ok({
        resource: nameOf(data),
        width,
        height,
        transparent: false,
        write: (file) => {
          const number = file.reserve();
          file.stream(number, `${dictionary(width, height, space, 8)}/Filter/DCTDecode`, data);
          return number;
        },
      });
    }
    at += 2 + view.getUint16(at + 2);
  }
  return err('The JPEG picture is damaged.');
}

function dictionary(width: number, height: number, space: string, bits: number): string {
  return `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace${space}/BitsPerComponent ${bits}`;
}

interface Png {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly channels: number;
  readonly alpha: boolean;
  readonly palette: Uint8Array | undefined;
  readonly rows: Uint8Array;
}

function readPng(data: Uint8Array): Result<PdfImage, string> {
  const png = unpackPng(data);
  if (typeof png === 'string') return err(png);
  const { width, height, bits, palette, alpha } = png;
  const colours = png.channels - (alpha ? 1 : 0);
  const space =
    palette === undefined
      ? colours === 1
        ? '/DeviceGray'
        : '/DeviceRGB'
      : `[/Indexed/DeviceRGB ${palette.length / 3 - 1}<${hexOf(palette)}>]`;
  const entries = dictionary(width, height, space, bits);
  if (!alpha) {
    const packed = deflate(png.rows);
    return ok({
      resource: nameOf(data),
      width,
      height,
      transparent: false,
      write: (file) => {
        const number = file.reserve();
        file.stream(number, `${entries}/Filter/FlateDecode`, packed);
        return number;
      },
    });
  }
  const pixels = width * height;
  const colour = new Uint8Array(pixels * colours);
  const mask = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const from = pixel * png.channels;
    for (let channel = 0; channel < colours; channel += 1) {
      colour[pixel * colours + channel] = png.rows[from + channel] ?? 0;
    }
    mask[pixel] = png.rows[from + colours] ?? 0;
  }
  const packedColour = deflate(colour);
  const packedMask = deflate(mask);
  return ok({
    resource: nameOf(data),
    width,
    height,
    transparent: true,
    write: (file) => {
      const number = file.reserve();
      const maskNumber = file.reserve();
      file.stream(
        maskNumber,
        `${dictionary(width, height, '/DeviceGray', 8)}/Filter/FlateDecode`,
        packedMask,
      );
      file.stream(number, `${entries}/SMask ${maskNumber} 0 R/Filter/FlateDecode`, packedColour);
      return number;
    },
  });
}

/** Takes a PNG apart (ISO/IEC 15948) into rows without filters; a sentence when it cannot be used. */
function unpackPng(data: Uint8Array): Png | string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const parts: Uint8Array[] = [];
  let header: DataView | undefined;
  let palette: Uint8Array | undefined;
  let keyed = false;
  for (let at = 8; at + 12 <= data.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...data.subarray(at + 4, at + 8));
    if (at + 12 + length > data.length) return 'The PNG picture is cut off.';
    const body = data.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR' && length === 13) header = new DataView(body.buffer, body.byteOffset, 13);
    else if (type === 'PLTE') palette = body;
    else if (type === 'IDAT') parts.push(body);
    else if (type === 'tRNS') keyed = true;
    at += 12 + length;
  }
  if (header === undefined || parts.length === 0) return 'The PNG picture is damaged.';
  const [width, height, bits, type] = [
    header.getUint32(0),
    header.getUint32(4),
    header.getUint8(8),
    header.getUint8(9),
  ];
  const fault = sizeFault(width, height);
  if (fault !== undefined) return fault;
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[type];
  const usual = bits === 8 || ((type === 0 || type === 3) && (bits === 1 || bits === 2 || bits === 4));
  if (channels === undefined || !usual || header.getUint8(12) !== 0 || keyed) {
    return 'The PNG picture is of a kind that is not used: save it as 8-bit RGB, grey or with an alpha channel, not interlaced.';
  }
  if ((type === 3) !== (palette !== undefined) && type === 3) return 'The PNG picture has no palette.';
  const stride = Math.ceil((width * channels * bits) / 8);
  const inflated = inflateBounded(joined(parts), (stride + 1) * height);
  if (inflated.kind !== 'inflated' || inflated.data.length !== (stride + 1) * height) {
    return 'The PNG picture is damaged.';
  }
  const rows = unfiltered(inflated.data, stride, height, Math.max(1, (channels * bits) >> 3));
  if (rows === undefined) return 'The PNG picture is damaged.';
  return { width, height, bits, channels, alpha: type >= 4, palette: type === 3 ? palette : undefined, rows };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Undoes the filters of rows (9.2); undefined for a filter that PNG does not have. */
function unfiltered(data: Uint8Array, stride: number, height: number, step: number): Uint8Array | undefined {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)] ?? 0;
    if (filter > 4) return undefined;
    for (let x = 0; x < stride; x += 1) {
      const to = y * stride + x;
      const left = x >= step ? (rows[to - step] ?? 0) : 0;
      const up = y > 0 ? (rows[to - stride] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (rows[to - stride - step] ?? 0) : 0;
      rows[to] = (data[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return rows;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const sum = left + up - corner;
      const [a, b, c] = [Math.abs(sum - left), Math.abs(sum - up), Math.abs(sum - corner)];
      if (a <= b && a <= c) return left;
      return b <= c ? up : corner;
    }
    default:
      return 0;
  }
}
