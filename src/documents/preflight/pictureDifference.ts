import type { Picture } from './rasteriser.ts';

/** Where two pictures of a page differ. */
export interface PictureDifference {
  /** The second picture, pale, with what came in green and what went in red. */
  readonly picture: Picture;
  /** Share of the dots that differ, 0 to 1. */
  readonly share: number;
}

const NOTICEABLE = 24;
const CAME = [0, 130, 60] as const;
const WENT = [200, 30, 60] as const;

/** Lays two pictures of the same size over each other; both in colour. */
export function pictureDifference(before: Picture, after: Picture): PictureDifference {
  if (
    before.width !== after.width ||
    before.height !== after.height ||
    before.channels !== 3 ||
    after.channels !== 3
  ) {
    throw new RangeError('Only pictures of the same size, in colour, are compared.');
  }
  const data = new Uint8Array(after.data.length);
  let differing = 0;
  for (let at = 0; at < data.length; at += 3) {
    let most = 0;
    let balance = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const difference = (before.data[at + channel] ?? 0) - (after.data[at + channel] ?? 0);
      most = Math.max(most, Math.abs(difference));
      balance += difference;
      data[at + channel] = 255 - Math.round((255 - (after.data[at + channel] ?? 0)) * 0.25);
    }
    if (most < NOTICEABLE) continue;
    differing += 1;
    data.set(balance > 0 ? CAME : WENT, at);
  }
  return { picture: { ...after, data }, share: (differing * 3) / data.length };
}
