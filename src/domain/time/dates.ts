import { z } from 'zod';

/** A calendar date `YYYY-MM-DD` that exists, years 0001 to 9999; which time zone it belongs to is said by its owner. */
export const IsoDate = z.iso.date();
export type IsoDate = z.infer<typeof IsoDate>;

/** An instant in UTC, `2026-11-20T18:30:00.000Z`; fractions of a second are optional, an offset other than Z is not UTC. */
export const IsoInstant = z.iso.datetime();
export type IsoInstant = z.infer<typeof IsoInstant>;
