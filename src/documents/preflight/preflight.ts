import { parseQrPayload } from '../../domain/certificates/qrPayload.ts';
import type { QrPayload, SignatureVerdict } from '../../domain/certificates/qrPayload.ts';
import type { CompiledTemplate } from '../compiledTemplate.ts';
import type { Finding } from '../findings.ts';
import type { FieldValues } from '../template/fieldValues.ts';
import type { QrField } from '../template/format.ts';
import { fillText } from '../template/placeholders.ts';
import { checkSheet } from './checkSheet.ts';
import type { SheetRecord } from './checkSheet.ts';
import type { CodeReader } from './codeReader.ts';
import { pictureOfFindings } from './findingPicture.ts';
import type { OpenPdf, Rasteriser } from './rasteriser.ts';

/** One sheet of a file, in the order of its pages. */
export interface PreflightSheet {
  readonly values: FieldValues;
  readonly record?: SheetRecord;
  /** Asks whether what the printed code says is signed for this certificate. */
  verify?(payload: QrPayload): Promise<SignatureVerdict>;
}

/** What preflight found on one sheet. */
export interface SheetReport {
  /** From 0, in the order of the file. */
  readonly sheet: number;
  readonly findings: readonly Finding[];
  /** PNG of the sheet with the places marked; only where something was found. */
  readonly picture?: Uint8Array;
}

/** The programs that preflight looks with; one of each for a thread. */
export interface PreflightTools {
  readonly rasteriser: Rasteriser;
  readonly codeReader: CodeReader;
}

/** How to look. */
export interface PreflightOptions {
  /** The printer's resolution. */
  readonly dpi: number;
  /** Stops after the sheet in work. */
  readonly signal?: AbortSignal;
}

/**
 * Looks at the very file that will be printed, sheet by sheet: values and record, and each QR code as dots of the printer,
 * read back by a scanner's decoder and compared. Yields a report for each sheet as it is done, which is the progress.
 *
 * @param pdf the file that `renderBatch` or `renderOne` made from these sheets.
 */
export async function* preflight(
  compiled: CompiledTemplate,
  pdf: Uint8Array,
  sheets: readonly PreflightSheet[],
  tools: PreflightTools,
  options: PreflightOptions,
): AsyncGenerator<SheetReport, void, undefined> {
  const file = tools.rasteriser.open(pdf);
  if (file === undefined) throw new TypeError('Preflight was given bytes that are no PDF.');
  const pagesPerSheet = compiled.backObject === undefined ? 1 : 2;
  try {
    for (const [index, sheet] of sheets.entries()) {
      options.signal?.throwIfAborted();
      const findings = [...checkSheet(compiled, sheet.values, sheet.record)];
      const page = index * pagesPerSheet;
      if (page + pagesPerSheet > file.pageCount) findings.push({ kind: 'pageMissing', page: page + 1 });
      else findings.push(...(await codeFindings(compiled, file, page, sheet, tools, options.dpi)));
      if (findings.length === 0) yield { sheet: index, findings };
      else {
        const picture = await pictureOfFindings(compiled, sheet.values, findings, tools.rasteriser);
        yield { sheet: index, findings, picture };
      }
    }
  } finally {
    file.close();
  }
}

const MARGIN_MM = 2;

async function codeFindings(
  compiled: CompiledTemplate,
  file: OpenPdf,
  page: number,
  sheet: PreflightSheet,
  tools: PreflightTools,
  dpi: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { field, parts } of compiled.fields) {
    if (field.kind !== 'qr') continue;
    const { language, dateFormat } = compiled.template;
    const wanted = fillText(parts, sheet.values.text, language, dateFormat).text;
    if (wanted === '') continue;
    const read = await readCode(file, page, field, tools, dpi);
    if (read === undefined) {
      findings.push({ kind: 'qrUnreadable', field: field.id, detail: `at ${dpi} dpi` });
      continue;
    }
    if (read !== wanted) {
      findings.push({ kind: 'qrSaysOther', field: field.id, read });
      continue;
    }
    if (sheet.verify === undefined) continue;
    const payload = parseQrPayload(read);
    const verdict = payload.ok ? await sheet.verify(payload.value) : 'not_ours';
    if (verdict !== 'valid') findings.push({ kind: 'badSignature', verdict });
  }
  return findings;
}

function readCode(
  file: OpenPdf,
  page: number,
  field: QrField,
  tools: PreflightTools,
  dpi: number,
): Promise<string | undefined> {
  const region = {
    x: field.box.x - MARGIN_MM,
    y: field.box.y - MARGIN_MM,
    width: field.box.width + 2 * MARGIN_MM,
    height: field.box.height + 2 * MARGIN_MM,
  };
  const onPage = field.side === 'back' ? page + 1 : page;
  return tools.codeReader.read(file.picture({ page: onPage, dpi, colour: false, region }));
}
