/** Printers as a person sets them up: trays, the way sheets come out, and where they truly put what they are told. */
import type { CalibrationValues, PageOrientation, TraySettings } from '../../../contract/station/printing.ts';
import { calibrationOf } from '../../../documents/printing/calibration.ts';
import type { Crosses } from '../../../documents/printing/calibration.ts';
import { calibrationPage } from '../../../documents/printing/calibrationPage.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import type { Actor, StationContext } from '../../context.ts';
import type { Reader } from '../../db/statements.ts';
import type { PrinterAbilities, PrinterAdapter } from '../../printers/adapter.ts';
import { printFreely } from '../../printers/freePrinting.ts';
import type { PrinterStopped } from '../../printers/freePrinting.ts';
import { PLAIN_DPI, PLAIN_LAYOUT, PrintLayout } from '../../printers/layout.ts';
import { recordAudit } from '../../record/audit.ts';
import type { WorkParts } from '../../work.ts';
import * as repo from './repo.ts';

/** A printer as its settings need it: what it is, and what it can do. */
export interface KnownPrinter {
  readonly id: string;
  readonly name: string;
  readonly abilities: PrinterAbilities;
}

/** The printer with what it can do. */
export async function known(printer: PrinterAdapter): Promise<KnownPrinter> {
  return { id: printer.id, name: printer.name, abilities: await printer.abilities() };
}

/** The settings of each tray of a printer. */
export function traysOf(tx: Reader, { id, abilities }: KnownPrinter): TraySettings[] {
  const settings = repo.settingsOf.all(tx, { printerId: id });
  const calibrations = repo.calibrationsOf.all(tx, { printerId: id });
  return abilities.trays.map(({ id: tray, name }) => {
    const saved = settings.find((each) => each.tray === tray);
    const measured = (orientation: 'portrait' | 'landscape') => {
      const one = calibrations.find((each) => each.tray === tray && each.orientation === orientation);
      if (one === undefined) return null;
      const { rightMm, downMm, scaleX, scaleY, measuredAt, measuredBy } = one;
      return { rightMm, downMm, scaleX, scaleY, measuredAt, measuredBy };
    };
    return {
      tray,
      name,
      stockItemId: saved?.stockItemId ?? null,
      output: saved?.output ?? 'face_down',
      duplex: saved?.duplex ?? (abilities.twoSided ? 'long_edge' : 'none'),
      marks: saved?.marks ?? false,
      dpi: saved?.dpi ?? abilities.dpi ?? PLAIN_DPI,
      calibration: { portrait: measured('portrait'), landscape: measured('landscape') },
    };
  });
}

/** How pages on this paper are laid out at the printer: by the tray that holds the paper, else by its first one. */
export function layoutFor(tx: Reader, printer: KnownPrinter, stockItemId: string | null): PrintLayout {
  const trays = traysOf(tx, printer);
  const tray = trays.find((each) => stockItemId !== null && each.stockItemId === stockItemId) ?? trays[0];
  if (tray === undefined) return { ...PLAIN_LAYOUT, printerId: printer.id };
  const { dpi, output, duplex, marks, calibration } = tray;
  return PrintLayout.parse({
    printerId: printer.id,
    tray: tray.tray,
    dpi,
    output,
    duplex,
    marks,
    calibration,
  });
}

/** The printer or the tray is not here (any more). */
export type UnknownTray = {
  readonly tag: 'unknown_printer';
  readonly printerId: string;
};

/** A tray of a printer. */
export interface TrayNamed {
  readonly printerId: string;
  readonly tray: string;
}

/** The page to measure. */
export interface CalibrationSheet extends TrayNamed {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly corrected: boolean;
}

async function trayOf(
  ctx: StationContext,
  parts: WorkParts,
  { printerId, tray }: TrayNamed,
): Promise<Result<{ printer: KnownPrinter; settings: TraySettings }, UnknownTray>> {
  const adapter = parts.printers.find(({ id }) => id === printerId);
  if (adapter === undefined) return err({ tag: 'unknown_printer', printerId });
  const printer = await known(adapter);
  const settings = ctx.db.read((tx) => traysOf(tx, printer)).find((each) => each.tray === tray);
  return settings === undefined
    ? err({ tag: 'unknown_printer', printerId: `${printerId}/${tray}` })
    : ok({ printer, settings });
}

/** All trays of a printer. */
export async function printerTrays(
  ctx: StationContext,
  parts: WorkParts,
  printerId: string,
): Promise<Result<TraySettings[], UnknownTray>> {
  const adapter = parts.printers.find(({ id }) => id === printerId);
  if (adapter === undefined) return err({ tag: 'unknown_printer', printerId });
  const printer = await known(adapter);
  return ok(ctx.db.read((tx) => traysOf(tx, printer)));
}

/** Keeps the settings of a tray. */
export async function saveTray(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  wanted: TrayNamed & Pick<TraySettings, 'stockItemId' | 'output' | 'duplex' | 'marks' | 'dpi'>,
): Promise<Result<TraySettings, UnknownTray>> {
  const found = await trayOf(ctx, parts, wanted);
  if (!found.ok) return found;
  const { printerId, tray, stockItemId, output, duplex, marks, dpi } = wanted;
  ctx.db.write((tx) => {
    if (stockItemId !== null) repo.takePaperFromOthers.run(tx, { printerId, tray, stockItemId });
    repo.saveSettings.run(tx, {
      printerId,
      tray,
      stockItemId,
      output,
      duplex,
      marks,
      dpi,
      savedAt: ctx.clock.now(),
      savedBy: actor.userId,
    });
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'printer.set',
      subject: printerId,
      detail: { tray, paper: stockItemId ?? '', output, duplex, marks: String(marks), dpi: String(dpi) },
    });
    ctx.live.changed(tx, [{ topic: 'printing' }]);
  });
  const saved = await trayOf(ctx, parts, wanted);
  return saved.ok ? ok(saved.value.settings) : saved;
}

function pageOf(sheet: CalibrationSheet, settings: TraySettings): Uint8Array {
  const { widthMm, heightMm, corrected } = sheet;
  const measured = settings.calibration[widthMm > heightMm ? 'landscape' : 'portrait'];
  return corrected && measured !== null
    ? calibrationPage(widthMm, heightMm, measured)
    : calibrationPage(widthMm, heightMm);
}

/** The page to measure, as a file. */
export async function calibrationFile(
  ctx: StationContext,
  parts: WorkParts,
  sheet: CalibrationSheet,
): Promise<Result<File, UnknownTray>> {
  const found = await trayOf(ctx, parts, sheet);
  if (!found.ok) return found;
  const pdf = pageOf(sheet, found.value.settings);
  return ok(
    new File([new Uint8Array(pdf)], `calibration-${sheet.printerId}-${sheet.tray}.pdf`, {
      type: 'application/pdf',
    }),
  );
}

/** Prints the page to measure. It takes no paper from stock: plain paper is put into the tray for it. */
export async function printCalibration(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  sheet: CalibrationSheet,
): Promise<Result<{ printerJob: string | null }, UnknownTray | PrinterStopped>> {
  const found = await trayOf(ctx, parts, sheet);
  if (!found.ok) return found;
  const { widthMm, heightMm, printerId, tray } = sheet;
  return printFreely(ctx, parts, actor, {
    printerId,
    title: 'calibration',
    pdf: pageOf(sheet, found.value.settings),
    pages: 1,
    media: { widthMm, heightMm },
    tray,
  });
}

/** How far off a printer may be: beyond it, something else is wrong. As `calibrationOf` has it. */
export const MOST_OFF = { mostMm: 15, mostPerCent: 5 } as const;

/** What the measures come to; an error when they cannot be right. */
export function measuredCalibration(
  sheet: { readonly widthMm: number; readonly heightMm: number },
  measured: Crosses,
): Result<CalibrationValues, { readonly tag: 'not_plausible' }> {
  const found = calibrationOf(sheet.widthMm, sheet.heightMm, measured);
  return found === undefined ? err({ tag: 'not_plausible' }) : ok(found);
}

/** Keeps or drops (null) a calibration. */
export async function saveCalibration(
  ctx: StationContext,
  parts: WorkParts,
  actor: Actor,
  wanted: TrayNamed & {
    readonly orientation: PageOrientation;
    readonly calibration: CalibrationValues | null;
  },
): Promise<Result<TraySettings, UnknownTray>> {
  const found = await trayOf(ctx, parts, wanted);
  if (!found.ok) return found;
  const { printerId, tray, orientation, calibration } = wanted;
  ctx.db.write((tx) => {
    if (calibration === null) repo.dropCalibration.run(tx, { printerId, tray, orientation });
    else {
      repo.saveCalibration.run(tx, {
        printerId,
        tray,
        orientation,
        ...calibration,
        measuredAt: ctx.clock.now(),
        measuredBy: actor.userId,
      });
    }
    const detail =
      calibration === null
        ? { tray, orientation, calibration: 'none' }
        : {
            tray,
            orientation,
            rightMm: calibration.rightMm.toFixed(2),
            downMm: calibration.downMm.toFixed(2),
            scaleX: calibration.scaleX.toFixed(5),
            scaleY: calibration.scaleY.toFixed(5),
          };
    recordAudit(tx, ctx, {
      userId: actor.userId,
      action: 'printer.calibrated',
      subject: printerId,
      detail,
    });
    ctx.live.changed(tx, [{ topic: 'printing' }]);
  });
  const saved = await trayOf(ctx, parts, wanted);
  return saved.ok ? ok(saved.value.settings) : saved;
}
