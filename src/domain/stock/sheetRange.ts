import { z } from 'zod';

/** Sheets with consecutive pre-printed serials: prefix, then a number padded with zeros to `width`. Ends included. */
export const SheetRange = z
  .object({
    prefix: z.string().regex(/^[A-Z0-9-]{0,12}$/u),
    width: z.int().min(1).max(15),
    first: z.int().min(0),
    last: z.int().min(0),
  })
  .refine((range) => range.first <= range.last, 'the first serial comes after the last')
  .refine((range) => String(range.last).length <= range.width, 'the last serial does not fit the width');
export type SheetRange = z.infer<typeof SheetRange>;
