import type { NameStrip } from '../../documents/nameStrip.ts';

/** Where the simulated carrier keeps its books, and how fast it is sure. */
export interface SimulatedCarrierSettings {
  /** Absolute; made when it is missing. Outside the station's database, as a carrier's own server is. */
  readonly folder: string;
  /** Milliseconds after which a purchase that is not on the books is never going to be. */
  readonly settlesAfterMs: number;
  /** Draws names that the standard PDF fonts cannot write; absent: they are written in Latin letters as far as that goes. */
  readonly nameStrip?: NameStrip;
}

/**
 * Something that a real carrier does, for trying out how the station bears it. `late`: no answer in time, the sale comes
 * onto the books later; `answer_lost`: sold, and the answer never arrives; `refused`: says no, sells nothing;
 * `unreachable`: nothing arrives there; `rate_gone`: the offer has ended.
 */
export type SimulatedCarrierFault = 'late' | 'answer_lost' | 'refused' | 'unreachable' | 'rate_gone';

/** What is being asked of the carrier when a fault is drawn. */
export type CarrierOperation = 'rates' | 'buy' | 'find' | 'void' | 'manifest' | 'track';

/** Decides which fault a call meets. Asked once a call; null for none. */
export type SimulatedCarrierFaults = (operation: CarrierOperation) => SimulatedCarrierFault | null;
