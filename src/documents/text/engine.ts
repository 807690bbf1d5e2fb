import { exportedFunction, tag, WasmHeap } from './wasmHeap.ts';

/**
 * The two WebAssembly binaries of `harfbuzzjs`, as bytes or compiled: `dist/harfbuzz.wasm` shapes,
 * `dist/harfbuzz-subset.wasm` subsets. The host reads them; nothing here knows a file system.
 */
export interface TextEngineBinaries {
  readonly shape: Uint8Array | WebAssembly.Module;
  readonly subset: Uint8Array | WebAssembly.Module;
}

/** Which way a run reads. */
export type Direction = 'ltr' | 'rtl';

/** One shaped run. Advances and offsets are in font units; glyphs are in visual order, left to right. */
export interface ShapedGlyphs {
  readonly glyphs: readonly number[];
  /** UTF-16 index in the shaped text at which the cluster of each glyph begins. */
  readonly clusters: readonly number[];
  readonly advances: readonly number[];
  readonly xOffsets: readonly number[];
  readonly yOffsets: readonly number[];
}

/** What to shape: a stretch of a text that is given whole, so that neighbours join rightly. */
export interface ShapeRequest {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly direction: Direction;
  /** ISO 15924, such as `Latn`. */
  readonly script: string;
  /** BCP 47, such as `en`. */
  readonly language: string;
}

/** Ink of one glyph in font units, y upwards. */
export interface GlyphExtents {
  readonly xMin: number;
  readonly yMin: number;
  readonly xMax: number;
  readonly yMax: number;
}

/** A font that HarfBuzz holds in its memory until `release`. */
export interface ShapingFont {
  readonly unitsPerEm: number;
  shape(request: ShapeRequest): ShapedGlyphs;
  /** Glyph id of a code point; 0 when the font has none. */
  glyphOf(codePoint: number): number;
  /** Horizontal advance in font units. */
  advanceOf(glyph: number): number;
  /** Ink box in font units; undefined for a glyph without ink. */
  extentsOf(glyph: number): GlyphExtents | undefined;
  release(): void;
}

/** Shapes and subsets fonts. One per thread; not re-entrant. */
export interface TextEngine {
  /** Opens a font file (TrueType or OpenType); face 0 of a collection. */
  openFont(data: Uint8Array): ShapingFont;
  /**
   * Cuts a CFF font down to the given glyphs, keeping glyph ids, without hinting and layout tables.
   * Undefined when the subsetter refuses the font.
   */
  subset(data: Uint8Array, glyphs: Iterable<number>): Uint8Array | undefined;
}

const GLYPH_RECORD_WORDS = 5;
const MEMORY_MODE_WRITABLE = 2;
const SUBSET_FLAG_NO_HINTING = 0x1;
const SUBSET_FLAG_RETAIN_GIDS = 0x2;
const SUBSET_FLAG_NOTDEF_OUTLINE = 0x40;
const SUBSET_FLAG_NO_LAYOUT_CLOSURE = 0x200;
const SUBSET_SET_DROP_TABLE = 3;
const DROPPED_TABLES = [
  'GSUB',
  'GPOS',
  'GDEF',
  'kern',
  'DSIG',
  'STAT',
  'BASE',
  'vhea',
  'vmtx',
  'VORG',
  'name',
];
const PAGE_BYTES = 65_536;

/** Compiles the binaries once. The result may be used for any number of templates. */
export async function loadTextEngine(binaries: TextEngineBinaries): Promise<TextEngine> {
  const [shaping, subsetting] = await Promise.all([
    instantiateShaping(await compiled(binaries.shape)),
    WebAssembly.instantiate(await compiled(binaries.subset), {}),
  ]);
  return { openFont: openerOf(shaping), subset: subsetterOf(subsetting) };
}

async function compiled(binary: Uint8Array | WebAssembly.Module): Promise<WebAssembly.Module> {
  return binary instanceof Uint8Array ? WebAssembly.compile(new Uint8Array(binary)) : binary;
}

async function instantiateShaping(module: WebAssembly.Module): Promise<WebAssembly.Instance> {
  const held: { memory?: WebAssembly.Memory } = {};
  const stop = (): never => {
    throw new Error('The text engine stopped itself.');
  };
  const instance = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: { proc_exit: stop },
    env: {
      _abort_js: stop,
      _emscripten_runtime_keepalive_clear: () => undefined,
      _setitimer_js: () => 0,
      emscripten_resize_heap: (wanted: number) => {
        if (held.memory === undefined) return 0;
        const missing = (wanted >>> 0) - held.memory.buffer.byteLength;
        held.memory.grow(Math.ceil(Math.max(missing, 0) / PAGE_BYTES) + 16);
        return 1;
      },
    },
  });
  held.memory = instance.exports['memory'] as WebAssembly.Memory;
  exportedFunction(instance, '__wasm_call_ctors')();
  return instance;
}

function openerOf(instance: WebAssembly.Instance): TextEngine['openFont'] {
  const heap = new WasmHeap(instance);
  const call = (name: string): ((...parameters: number[]) => number) => exportedFunction(instance, name);
  const blobCreate = call('hb_blob_create');
  const blobDestroy = call('hb_blob_destroy');
  const faceCreate = call('hb_face_create');
  const faceDestroy = call('hb_face_destroy');
  const faceUpem = call('hb_face_get_upem');
  const fontCreate = call('hb_font_create');
  const fontDestroy = call('hb_font_destroy');
  const nominalGlyph = call('hb_font_get_nominal_glyph');
  const hAdvance = call('hb_font_get_glyph_h_advance');
  const glyphExtents = call('hb_font_get_glyph_extents');
  const bufferClear = call('hb_buffer_clear_contents');
  const bufferAdd = call('hb_buffer_add_utf16');
  const setDirection = call('hb_buffer_set_direction');
  const setScript = call('hb_buffer_set_script');
  const setLanguage = call('hb_buffer_set_language');
  const languageFromString = call('hb_language_from_string');
  const bufferLength = call('hb_buffer_get_length');
  const bufferInfos = call('hb_buffer_get_glyph_infos');
  const bufferPositions = call('hb_buffer_get_glyph_positions');
  const hbShape = call('hb_shape');
  const buffer = call('hb_buffer_create')();
  const scratch = heap.allocate(32);
  const languages = new Map<string, number>();
  let textPointer = 0;
  let textCapacity = 0;

  const languageOf = (name: string): number => {
    const known = languages.get(name);
    if (known !== undefined) return known;
    const bytes = new TextEncoder().encode(name);
    const pointer = heap.copyIn(bytes);
    const language = languageFromString(pointer, bytes.length);
    heap.release(pointer);
    languages.set(name, language);
    return language;
  };

  const writeText = (text: string): void => {
    const size = text.length * 2;
    if (size > textCapacity) {
      if (textPointer !== 0) heap.release(textPointer);
      textCapacity = Math.max(size, 256);
      textPointer = heap.allocate(textCapacity);
    }
    const bytes = heap.bytes;
    for (let index = 0, at = textPointer; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      bytes[at++] = unit & 0xff;
      bytes[at++] = unit >> 8;
    }
  };

  return (data) => {
    const pointer = heap.copyIn(data);
    const blob = blobCreate(pointer, data.length, MEMORY_MODE_WRITABLE, 0, 0);
    const face = faceCreate(blob, 0);
    blobDestroy(blob);
    const font = fontCreate(face);
    return {
      unitsPerEm: faceUpem(face),
      glyphOf: (codePoint) => (nominalGlyph(font, codePoint, scratch) ? (heap.words[scratch >> 2] ?? 0) : 0),
      advanceOf: (glyph) => hAdvance(font, glyph),
      extentsOf: (glyph) => {
        if (!glyphExtents(font, glyph, scratch)) return undefined;
        const words = heap.words;
        const word = (index: number): number => (words[(scratch >> 2) + index] ?? 0) | 0;
        const xMin = word(0);
        const yMax = word(1);
        const width = word(2);
        const height = word(3);
        if (width === 0 && height === 0) return undefined;
        return { xMin, yMin: yMax + height, xMax: xMin + width, yMax };
      },
      shape: ({ text, start, end, direction, script, language }) => {
        writeText(text);
        bufferClear(buffer);
        bufferAdd(buffer, textPointer, text.length, start, end - start);
        setDirection(buffer, direction === 'rtl' ? 5 : 4);
        setScript(buffer, tag(script));
        setLanguage(buffer, languageOf(language));
        hbShape(font, buffer, 0, 0);
        const count = bufferLength(buffer);
        const infos = bufferInfos(buffer, 0) >> 2;
        const positions = bufferPositions(buffer, 0) >> 2;
        const words = heap.words;
        const glyphs: number[] = [];
        const clusters: number[] = [];
        const advances: number[] = [];
        const xOffsets: number[] = [];
        const yOffsets: number[] = [];
        for (let index = 0; index < count; index += 1) {
          const info = infos + index * GLYPH_RECORD_WORDS;
          const position = positions + index * GLYPH_RECORD_WORDS;
          glyphs.push(words[info] ?? 0);
          clusters.push(words[info + 2] ?? 0);
          advances.push((words[position] ?? 0) | 0);
          xOffsets.push((words[position + 2] ?? 0) | 0);
          yOffsets.push((words[position + 3] ?? 0) | 0);
        }
        return { glyphs, clusters, advances, xOffsets, yOffsets };
      },
      release: () => {
        fontDestroy(font);
        faceDestroy(face);
        heap.release(pointer);
      },
    };
  };
}

function subsetterOf(instance: WebAssembly.Instance): TextEngine['subset'] {
  exportedFunction(instance, '_initialize')();
  const heap = new WasmHeap(instance);
  const call = (name: string): ((...parameters: number[]) => number) => exportedFunction(instance, name);
  const setAdd = call('hb_set_add');
  return (data, glyphs) => {
    const pointer = heap.copyIn(data);
    const blob = call('hb_blob_create')(pointer, data.length, MEMORY_MODE_WRITABLE, 0, 0);
    const face = call('hb_face_create')(blob, 0);
    call('hb_blob_destroy')(blob);
    const input = call('hb_subset_input_create_or_fail')();
    const wanted = call('hb_subset_input_glyph_set')(input);
    setAdd(wanted, 0);
    for (const glyph of glyphs) setAdd(wanted, glyph);
    const dropped = call('hb_subset_input_set')(input, SUBSET_SET_DROP_TABLE);
    for (const name of DROPPED_TABLES) setAdd(dropped, tag(name));
    call('hb_subset_input_set_flags')(
      input,
      SUBSET_FLAG_NO_HINTING |
        SUBSET_FLAG_RETAIN_GIDS |
        SUBSET_FLAG_NOTDEF_OUTLINE |
        SUBSET_FLAG_NO_LAYOUT_CLOSURE,
    );
    const subset = call('hb_subset_or_fail')(face, input);
    let result: Uint8Array | undefined;
    if (subset !== 0) {
      const cut = call('hb_face_reference_blob')(subset);
      const at = call('hb_blob_get_data')(cut, 0) >>> 0;
      const length = call('hb_blob_get_length')(cut);
      result = heap.bytes.slice(at, at + length);
      call('hb_blob_destroy')(cut);
      call('hb_face_destroy')(subset);
    }
    call('hb_subset_input_destroy')(input);
    call('hb_face_destroy')(face);
    heap.release(pointer);
    return result;
  };
}
