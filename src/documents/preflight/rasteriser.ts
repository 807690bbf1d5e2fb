import { PDFiumModule } from '@hyzyla/pdfium';

/** A part of a page as pixels. Rows from the top; `data` has one byte a pixel (grey) or three (red, green, blue). */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** What to rasterise: a region in millimetres from the upper left corner; the whole page when it is absent. */
export interface PictureRequest {
  readonly page: number;
  readonly dpi: number;
  readonly colour: boolean;
  /** Painted over instead of white paper; of the same size, in colour. */
  readonly onto?: Picture;
  readonly region?: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** A PDF held open; close it, or its memory stays taken. */
export interface OpenPdf {
  readonly pageCount: number;
  /** Pages are counted from 0. */
  picture(request: PictureRequest): Picture;
  /** The Unicode text of a page, as pdfium reads it. */
  text(page: number): string;
  close(): void;
}

/** Turns pages into pixels. One for each thread. */
export interface Rasteriser {
  /** Undefined when the bytes are no PDF that can be read. */
  open(pdf: Uint8Array): OpenPdf | undefined;
}

const GREY = 1;
const BGR_WITHOUT_ALPHA = 3;
const FLAG_GREYSCALE = 0x08;
const FLAG_PRINTING = 0x800;
const WHITE = 0xffff_ffff;
const MAX_PIXELS = 100_000_000;

/** Starts pdfium from the bytes of `@hyzyla/pdfium/dist/pdfium.wasm`. */
export async function loadRasteriser(wasm: Uint8Array): Promise<Rasteriser> {
  const pdfium = await PDFiumModule({ wasmBinary: new Uint8Array(wasm).buffer });
  const { malloc, free } = pdfium.wasmExports;
  const config = malloc(32);
  pdfium.HEAPU8.fill(0, config, config + 32);
  pdfium.HEAP32[config >> 2] = 2;
  // The types say object, the function takes the address of one.
  pdfium._FPDF_InitLibraryWithConfig(config as unknown as object);

  return {
    open: (pdf) => {
      const pointer = malloc(pdf.length);
      pdfium.HEAPU8.set(pdf, pointer);
      const document = pdfium._FPDF_LoadMemDocument(pointer, pdf.length, 0);
      if (document === 0) {
        free(pointer);
        return undefined;
      }
      const withPage = <Result>(index: number, work: (page: number) => Result): Result => {
        const page = pdfium._FPDF_LoadPage(document, index);
        if (page === 0) throw new RangeError(`The PDF has no page ${index}.`);
        try {
          return work(page);
        } finally {
          pdfium._FPDF_ClosePage(page);
        }
      };
      return {
        pageCount: pdfium._FPDF_GetPageCount(document),
        picture: (request) => withPage(request.page, (page) => pictureOf(pdfium, page, request)),
        text: (index) => withPage(index, (page) => textOf(pdfium, page)),
        close: () => {
          pdfium._FPDF_CloseDocument(document);
          free(pointer);
        },
      };
    },
  };
}

type Pdfium = Awaited<ReturnType<typeof PDFiumModule>>;

function pictureOf(pdfium: Pdfium, page: number, { dpi, colour, region, onto }: PictureRequest): Picture {
  const { malloc, free } = pdfium.wasmExports;
  const pageWidth = Math.round((pdfium._FPDF_GetPageWidth(page) * dpi) / 72);
  const pageHeight = Math.round((pdfium._FPDF_GetPageHeight(page) * dpi) / 72);
  const dots = (millimetres: number): number => (millimetres * dpi) / 25.4;
  const left = region === undefined ? 0 : Math.floor(dots(region.x));
  const top = region === undefined ? 0 : Math.floor(dots(region.y));
  const width = region === undefined ? pageWidth : Math.ceil(dots(region.width));
  const height = region === undefined ? pageHeight : Math.ceil(dots(region.height));
  if (!(width > 0 && height > 0) || width * height > MAX_PIXELS) {
    throw new RangeError(`A picture of ${width} by ${height} dots is not made.`);
  }
  const stride = colour ? width * 4 : width;
  const buffer = malloc(stride * height);
  const bitmap = pdfium._FPDFBitmap_CreateEx(
    width,
    height,
    colour ? BGR_WITHOUT_ALPHA : GREY,
    buffer,
    stride,
  );
  if (onto === undefined) pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
  else putInto(pdfium.HEAPU8.subarray(buffer, buffer + stride * height), onto);
  const flags = FLAG_PRINTING | (colour ? 0 : FLAG_GREYSCALE);
  pdfium._FPDF_RenderPageBitmap(bitmap, page, -left, -top, pageWidth, pageHeight, 0, flags);
  const data = colour
    ? withoutAlpha(pdfium.HEAPU8.subarray(buffer, buffer + stride * height), width * height)
    : pdfium.HEAPU8.slice(buffer, buffer + stride * height);
  pdfium._FPDFBitmap_Destroy(bitmap);
  free(buffer);
  return { width, height, channels: colour ? 3 : 1, data };
}

function putInto(target: Uint8Array, { data }: Picture): void {
  if (target.length * 3 !== data.length * 4)
    throw new RangeError('A picture was painted over one of another size.');
  for (let from = 0, to = 0; to < target.length; from += 3, to += 4) {
    target[to] = data[from + 2] ?? 0;
    target[to + 1] = data[from + 1] ?? 0;
    target[to + 2] = data[from] ?? 0;
    target[to + 3] = 255;
  }
}

function withoutAlpha(source: Uint8Array, pixels: number): Uint8Array {
  const result = new Uint8Array(pixels * 3);
  for (let from = 0, to = 0; to < result.length; from += 4, to += 3) {
    result[to] = source[from + 2] ?? 0;
    result[to + 1] = source[from + 1] ?? 0;
    result[to + 2] = source[from] ?? 0;
  }
  return result;
}

function textOf(pdfium: Pdfium, page: number): string {
  const text = pdfium._FPDFText_LoadPage(page);
  const count = pdfium._FPDFText_CountChars(text);
  const buffer = pdfium.wasmExports.malloc((count + 1) * 2);
  const length = count > 0 ? pdfium._FPDFText_GetText(text, 0, count, buffer) : 0;
  const bytes = pdfium.HEAPU8.slice(buffer, buffer + Math.max(length - 1, 0) * 2);
  pdfium.wasmExports.free(buffer);
  pdfium._FPDFText_ClosePage(text);
  return new TextDecoder('utf-16le').decode(bytes);
}
