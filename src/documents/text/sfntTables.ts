/** The sum of a table's 32-bit words, as a font's directory has it (OpenType 1.9, table directory). */
export function sumOf(data: Uint8Array): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let sum = 0;
  for (let at = 0; at + 4 <= data.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

/** Where tables of these lengths lie in a font file, and its directory. */
export function tablesOf(tables: readonly (readonly [name: string, length: number])[]): {
  readonly headerLength: number;
  readonly total: number;
  readonly offsets: readonly number[];
  write(file: Uint8Array, view: DataView, sum: (index: number, from: number, to: number) => number): void;
} {
  const headerLength = 12 + tables.length * 16;
  let total = headerLength;
  const offsets = tables.map(([, length]) => {
    const at = total;
    total += (length + 3) & ~3;
    return at;
  });
  return {
    headerLength,
    total,
    offsets,
    write: (file, view, sum) => {
      view.setUint32(0, 0x0001_0000);
      view.setUint16(4, tables.length);
      const power = Math.floor(Math.log2(tables.length));
      view.setUint16(6, 16 << power);
      view.setUint16(8, power);
      view.setUint16(10, tables.length * 16 - (16 << power));
      for (const [index, [name, length]] of tables.entries()) {
        const entry = 12 + index * 16;
        const from = offsets[index] ?? 0;
        for (let letter = 0; letter < 4; letter += 1) file[entry + letter] = name.charCodeAt(letter);
        view.setUint32(entry + 4, sum(index, from, from + ((length + 3) & ~3)));
        view.setUint32(entry + 8, from);
        view.setUint32(entry + 12, length);
      }
    },
  };
}
