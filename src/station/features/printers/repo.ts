import { and, eq, sql } from 'drizzle-orm';
import { printerCalibrations, printerSettings } from '../../db/schema/work.ts';
import { readQuery, writeQuery } from '../../db/statements.ts';
import type { Named } from '../../db/statements.ts';

export const settingsOf = readQuery((query, v: Named<{ printerId: string }>) =>
  query.select().from(printerSettings).where(eq(printerSettings.printerId, v.printerId)),
);

export const calibrationsOf = readQuery((query, v: Named<{ printerId: string }>) =>
  query.select().from(printerCalibrations).where(eq(printerCalibrations.printerId, v.printerId)),
);

export const saveSettings = writeQuery(
  (
    query,
    v: Named<{
      printerId: string;
      tray: string;
      stockItemId: string | null;
      output: 'face_down' | 'face_up';
      duplex: 'none' | 'long_edge' | 'short_edge';
      marks: boolean;
      dpi: number;
      savedAt: number;
      savedBy: string;
    }>,
  ) =>
    query
      .insert(printerSettings)
      .values({
        printerId: v.printerId,
        tray: v.tray,
        stockItemId: v.stockItemId,
        output: v.output,
        duplex: v.duplex,
        marks: v.marks,
        dpi: v.dpi,
        savedAt: v.savedAt,
        savedBy: v.savedBy,
      })
      .onConflictDoUpdate({
        target: [printerSettings.printerId, printerSettings.tray],
        set: {
          stockItemId: sql`excluded.stock_item_id`,
          output: sql`excluded.output`,
          duplex: sql`excluded.duplex`,
          marks: sql`excluded.marks`,
          dpi: sql`excluded.dpi`,
          savedAt: sql`excluded.saved_at`,
          savedBy: sql`excluded.saved_by`,
        },
      }),
);

/** A paper lies in one tray of a printer: naming it for one takes it from the others. */
export const takePaperFromOthers = writeQuery(
  (query, v: Named<{ printerId: string; tray: string; stockItemId: string | null }>) =>
    query
      .update(printerSettings)
      .set({ stockItemId: null })
      .where(
        and(
          eq(printerSettings.printerId, v.printerId),
          sql`${printerSettings.tray} <> ${v.tray}`,
          eq(printerSettings.stockItemId, v.stockItemId),
        ),
      ),
);

export const saveCalibration = writeQuery(
  (
    query,
    v: Named<{
      printerId: string;
      tray: string;
      orientation: 'portrait' | 'landscape';
      rightMm: number;
      downMm: number;
      scaleX: number;
      scaleY: number;
      measuredAt: number;
      measuredBy: string;
    }>,
  ) =>
    query
      .insert(printerCalibrations)
      .values({
        printerId: v.printerId,
        tray: v.tray,
        orientation: v.orientation,
        rightMm: v.rightMm,
        downMm: v.downMm,
        scaleX: v.scaleX,
        scaleY: v.scaleY,
        measuredAt: v.measuredAt,
        measuredBy: v.measuredBy,
      })
      .onConflictDoUpdate({
        target: [printerCalibrations.printerId, printerCalibrations.tray, printerCalibrations.orientation],
        set: {
          rightMm: sql`excluded.right_mm`,
          downMm: sql`excluded.down_mm`,
          scaleX: sql`excluded.scale_x`,
          scaleY: sql`excluded.scale_y`,
          measuredAt: sql`excluded.measured_at`,
          measuredBy: sql`excluded.measured_by`,
        },
      }),
);

export const dropCalibration = writeQuery(
  (query, v: Named<{ printerId: string; tray: string; orientation: 'portrait' | 'landscape' }>) =>
    query
      .delete(printerCalibrations)
      .where(
        and(
          eq(printerCalibrations.printerId, v.printerId),
          eq(printerCalibrations.tray, v.tray),
          eq(printerCalibrations.orientation, v.orientation),
        ),
      ),
);
