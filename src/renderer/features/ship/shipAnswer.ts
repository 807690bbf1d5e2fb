import type { Parcel } from '../../../contract/station/packing.ts';
import type { LabelVerdict } from '../../../contract/station/shipping.ts';

/** What a scan in the shipping room did. */
export type ShipAnswer =
  | { readonly kind: 'chosen'; readonly parcel: Parcel }
  | { readonly kind: 'no_parcel' }
  | { readonly kind: 'label'; readonly verdict: LabelVerdict; readonly parcel: Parcel };
