import type { ParcelState } from '../../../contract/station/packing.ts';

/** The desks of the shipping room in the order of the work. */
export const shipTabs = [
  'packed',
  'labelled',
  'closed',
  'under_way',
  'ended',
  'returned',
  'intents',
  'manifests',
] as const;
export type ShipTab = (typeof shipTabs)[number];

/** A desk with parcels in their states. */
export type ParcelTab = Exclude<ShipTab, 'returned' | 'intents' | 'manifests'>;

export const parcelTabs: Readonly<Record<ParcelTab, readonly ParcelState[]>> = {
  packed: ['packed'],
  labelled: ['labelled'],
  closed: ['closed'],
  under_way: ['handed_over', 'in_transit'],
  ended: ['delivered', 'returned', 'lost'],
};

/** Does a scanned text name this parcel, by its number, its id or one of its certificates? */
export function namesParcel(
  text: string,
  parcel: {
    readonly parcelId: string;
    readonly parcelNumber: string;
    readonly pieces: readonly { readonly certificateNumber: string }[];
  },
): boolean {
  const code = text.trim().toUpperCase();
  return (
    code === parcel.parcelNumber.toUpperCase() ||
    code === parcel.parcelId.toUpperCase() ||
    parcel.pieces.some(({ certificateNumber }) => certificateNumber.toUpperCase() === code)
  );
}
