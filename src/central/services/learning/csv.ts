/** One record of a CSV file and the line on which it begins, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Takes CSV apart as RFC 4180 writes it: fields in quotes may hold commas, quotes (doubled) and line breaks. Semicolons
 * and tabs are taken where the first line has no comma; a byte order mark and empty lines are passed over.
 *
 * @returns the records, and the line of a quote that never ends.
 */
export function parseCsv(text: string): {
  readonly records: CsvRecord[];
  readonly openQuoteAt: number | null;
} {
  const input = text.replace(/^\uFEFF/u, '');
  const firstLine = /^[^\r\n]*/u.exec(input)?.[0] ?? '';
  const separator = [',', ';', '\t'].find((each) => firstLine.includes(each)) ?? ',';
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let line = 1;
  let begun = 1;
  let quotedSince: number | null = null;
  const endRecord = () => {
    fields.push(field);
    if (fields.length > 1 || field.trim() !== '') records.push({ line: begun, fields });
    fields = [];
    field = '';
  };
  for (let at = 0; at < input.length; at += 1) {
    const character = input.charAt(at);
    const next = input.charAt(at + 1);
    if (character === '\n') line += 1;
    if (quotedSince !== null) {
      if (character !== '"') field += character;
      else if (next === '"') {
        field += '"';
        at += 1;
      } else quotedSince = null;
    } else if (character === '"' && field === '') quotedSince = line;
    else if (character === separator) {
      fields.push(field);
      field = '';
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && next === '\n') {
        at += 1;
        line += 1;
      }
      endRecord();
      begun = character === '\r' && next !== '\n' ? (line += 1) : line;
    } else field += character;
  }
  endRecord();
  return { records, openQuoteAt: quotedSince };
}
