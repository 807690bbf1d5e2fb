/** How pages lie on the sheets of a printer, as it is kept with a check and with a chunk. */
import { z } from 'zod';
import { CalibrationValues, TraySettings } from '../../contract/station/printing.ts';
import type { PageLayout, SheetForm } from '../documents/renderingProtocol.ts';
import type { Sides } from './adapter.ts';

const Kept = CalibrationValues.nullable();

/** What a check or a chunk is made with, as it is kept with it. */
export const PrintLayout = z.object({
  printerId: z.string(),
  tray: z.string().nullable(),
  dpi: z.int(),
  output: TraySettings.shape.output,
  duplex: TraySettings.shape.duplex,
  marks: z.boolean(),
  calibration: z.object({ portrait: Kept, landscape: Kept }),
});
export type PrintLayout = z.infer<typeof PrintLayout>;

/** What the plainest printers in use have, in dots an inch: a code that reads here reads anywhere. */
export const PLAIN_DPI = 300;

/** A printer of which nothing is known: nothing moved, one page after the other. */
export const PLAIN_LAYOUT: PrintLayout = {
  printerId: '',
  tray: null,
  dpi: PLAIN_DPI,
  output: 'face_down',
  duplex: 'none',
  marks: false,
  calibration: { portrait: null, landscape: null },
};

/** Distance of the print marks from the lower and left edge: what office printers reach, and still outside of borders. */
const MARKS_EDGE_MM = 4.3;

/** The layout in the words of the rendering thread. */
export function pageLayout(layout: PrintLayout, batchNumber: string): PageLayout {
  return {
    dpi: layout.dpi,
    order: layout.output === 'face_up' ? 'lastOnTop' : 'firstOnTop',
    calibration: layout.calibration,
    marks: layout.marks ? { batch: batchNumber, edgeMm: MARKS_EDGE_MM } : null,
  };
}

/** What the printer is told about the two sides of a sheet. */
export function sidesOf(layout: PrintLayout, twoSided: boolean): Sides {
  if (!twoSided || layout.duplex === 'none') return 'one';
  return layout.duplex === 'long_edge' ? 'two_long_edge' : 'two_short_edge';
}

const Sheet = z.object({ widthMm: z.number(), heightMm: z.number(), twoSided: z.boolean() });

/** What the pages of a batch were checked for, and the sheet they are made for. */
export const CheckedFor = z.object({ layout: PrintLayout, sheet: Sheet });
export type CheckedFor = z.infer<typeof CheckedFor>;

/**
 * Does a check that was made for one layout hold for another? Codes that read at a resolution read at a finer one, and on
 * another tray; marks and scale change what was looked at, a shift does not.
 */
export function stillHolds(checked: PrintLayout, now: PrintLayout, sheet: SheetForm): boolean {
  const way = sheet.widthMm > sheet.heightMm ? 'landscape' : 'portrait';
  const before = checked.calibration[way];
  const after = now.calibration[way];
  return (
    checked.dpi <= now.dpi &&
    checked.marks === now.marks &&
    (before?.scaleX ?? 1) === (after?.scaleX ?? 1) &&
    (before?.scaleY ?? 1) === (after?.scaleY ?? 1)
  );
}
