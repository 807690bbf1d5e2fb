import type { PostalAddress } from '../domain/address.ts';
import type { CarrierAdapter } from './carriers/adapter.ts';
import type { Reader } from './db/statements.ts';
import type { Rendering } from './documents/rendering.ts';
import type { PrinterAdapter } from './printers/adapter.ts';

/** What is wanted of central when too little work is leased. */
export interface LeasesWanted {
  readonly count: number;
  readonly jurisdiction?: string | undefined;
  readonly courseId?: string | undefined;
  readonly deliverableIds?: readonly string[] | undefined;
}

/** Whether central was asked. The leases themselves are in the database when this is answered. */
export type LeasesAnswer =
  | { readonly tag: 'asked' }
  /** `since`: epoch milliseconds, null when this station was never paired or has not tried yet. */
  | { readonly tag: 'central_away'; readonly since: number | null };

/** A package for central. `replaces`: courses that use that version use the new one from now on. */
export interface TemplateToPublish {
  readonly package: Uint8Array;
  readonly title: string;
  readonly stockItemId: string;
  readonly personId: string;
  readonly replaces: string | null;
}

/** Why central published nothing, or why nobody knows whether it did: asking again is harmless. */
export type NotPublished =
  | { readonly tag: 'central_unreachable'; readonly detail: string }
  | { readonly tag: 'central_refused'; readonly reasons: readonly string[] };

/** What was published. */
export interface PublishedVersion {
  readonly templateVersion: string;
  readonly coursesMoved: number;
}

/** What the work on paper needs beside the context: made once, by `compose.ts`. */
export interface WorkParts {
  readonly rendering: Rendering;
  readonly printers: readonly PrinterAdapter[];
  readonly carriers: readonly CarrierAdapter[];
  readonly takeLeases: (wanted: LeasesWanted) => Promise<LeasesAnswer>;
  /** Every address under which certificates were ever published, the present one first. Empty until the pairing. */
  readonly verifyBaseUrls: (tx: Reader) => readonly string[];
  /** The sender on every label; null: nobody has set one. */
  readonly shipFrom: (tx: Reader) => PostalAddress | null;
}
