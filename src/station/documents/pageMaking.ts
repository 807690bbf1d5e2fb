/** What the rendering thread does with a compiled template: checks, files for printers, pictures. */
import { createHash } from 'node:crypto';
import type { CompiledTemplate } from '../../documents/compiledTemplate.ts';
import type { Finding } from '../../documents/findings.ts';
import { checkSheet } from '../../documents/preflight/checkSheet.ts';
import { pictureOfFindings } from '../../documents/preflight/findingPicture.ts';
import { pngOf } from '../../documents/preflight/png.ts';
import { preflight } from '../../documents/preflight/preflight.ts';
import type { PreflightTools } from '../../documents/preflight/preflight.ts';
import type { Rasteriser } from '../../documents/preflight/rasteriser.ts';
import { renderBatch } from '../../documents/renderBatch.ts';
import type { BatchOptions } from '../../documents/renderBatch.ts';
import { renderOne } from '../../documents/renderOne.ts';
import type { CheckedPage, PageLayout, PageWanted, PrintableFile, SheetForm } from './renderingProtocol.ts';

/** Dots an inch of a picture for the screen: sharp on a large one, and quick. */
const SCREEN_DPI = 150;

/** Of a picture of faults: enough to see where they are, and there at once. */
const FAULTS_DPI = 100;

/** Pages that are laid into one file to be looked at: little memory, and soon at the first one. */
const LOOKED_AT_TOGETHER = 25;

/** The sheet that the template is made for. */
export function sheetOf(compiled: CompiledTemplate): SheetForm {
  const { widthMm, heightMm } = compiled.template.page;
  return { widthMm, heightMm, twoSided: compiled.backObject !== undefined };
}

function optionsOf(compiled: CompiledTemplate, title: string, layout: PageLayout): BatchOptions {
  const { widthMm, heightMm } = compiled.template.page;
  const calibration = layout.calibration[widthMm > heightMm ? 'landscape' : 'portrait'];
  return {
    title,
    order: layout.order,
    ...(calibration === null ? {} : { calibration }),
    ...(layout.marks === null ? {} : { marks: layout.marks }),
  };
}

/** One PDF of these pages as the printer is to be given it. Rejects for pages with findings: only checked ones are printed. */
export async function fileOfPages(
  compiled: CompiledTemplate,
  title: string,
  pages: readonly PageWanted[],
  layout: PageLayout,
): Promise<PrintableFile> {
  const parts: Uint8Array[] = [];
  for await (const part of renderBatch(compiled, pages, optionsOf(compiled, title, layout))) parts.push(part);
  const sheet = sheetOf(compiled);
  return {
    pdf: new Uint8Array(Buffer.concat(parts)),
    sheet,
    pages: pages.length * (sheet.twoSided ? 2 : 1),
  };
}

/**
 * Preflight, page by page in the order given: what record, values and places tell, then a look at the page as it will be
 * printed, with its codes read back at the printer's resolution. Ended early, it lets go of what it holds.
 */
export async function* checkPages(
  compiled: CompiledTemplate,
  pages: readonly PageWanted[],
  layout: PageLayout,
  tools: PreflightTools,
): AsyncGenerator<CheckedPage, void, undefined> {
  const inOrder: PageLayout = { ...layout, order: 'firstOnTop' };
  for (let from = 0; from < pages.length; from += LOOKED_AT_TOGETHER) {
    const part = pages.slice(from, from + LOOKED_AT_TOGETHER);
    const found = part.map(({ values, record }) => checkSheet(compiled, values, record));
    const printable = part.filter((_, index) => found[index]?.length === 0);
    const { pdf } = await fileOfPages(compiled, 'Preflight', printable, inOrder);
    const sheets = printable.map(({ values, record }) =>
      record === undefined ? { values } : { values, record },
    );
    const reports = preflight(compiled, pdf, sheets, tools, { dpi: layout.dpi });
    try {
      for (const [index, { key, values }] of part.entries()) {
        let findings = found[index] ?? [];
        if (findings.length === 0) {
          const report = await reports.next();
          if (report.done === true) throw new Error('Preflight ended before its last page');
          findings = report.value.findings;
        }
        const hash = findings.length > 0 ? null : sha256(await renderOne(compiled, values));
        yield { key, hash, findings };
      }
    } finally {
      await reports.return();
    }
  }
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The page with a red frame around each place that something was found about: now, or by the caller. PNG. */
export async function pictureOfFaults(
  compiled: CompiledTemplate,
  page: PageWanted,
  layout: PageLayout,
  found: readonly Finding[],
  tools: PreflightTools,
): Promise<Uint8Array> {
  const findings: Finding[] = [...found];
  for await (const checked of checkPages(compiled, [page], layout, tools)) findings.push(...checked.findings);
  return pictureOfFindings(compiled, page.values, findings, tools.rasteriser, FAULTS_DPI);
}

/** The first page of a PDF for the screen. PNG. */
export function pictureOfPage(pdf: Uint8Array, rasteriser: Rasteriser): Uint8Array {
  const file = rasteriser.open(pdf);
  if (file === undefined) throw new Error('A page that was just made is no PDF');
  try {
    return pngOf(file.picture({ page: 0, dpi: SCREEN_DPI, colour: true }));
  } finally {
    file.close();
  }
}
