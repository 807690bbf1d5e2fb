import type { CalibrationValues } from '../../../../contract/station/printing.ts';
import classes from './printers.module.css';

/** Distance of the crosses from the edges, as the calibration page has it, in millimetres. */
export const CROSS_INSET_MM = 25;
/** A shift is drawn so many times as far, to be seen. */
const EXAGGERATED = 10;

interface CrossPictureProps {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Which distance is being typed: its arrow is bold. */
  readonly asked?: 'a' | 'b' | 'c' | 'd' | null;
  /** Shown as where the page was printed and where it will be. */
  readonly correction?: CalibrationValues;
}

/** The calibration page: two crosses, and the four distances to measure from the left and upper edge. */
export function CrossPicture({ widthMm, heightMm, asked = null, correction }: CrossPictureProps) {
  const first = { x: CROSS_INSET_MM, y: CROSS_INSET_MM };
  const second = { x: widthMm - CROSS_INSET_MM, y: heightMm - CROSS_INSET_MM };
  const printed = (place: { x: number; y: number }) => {
    if (correction === undefined) return place;
    const along = (p: number, middle: number, scale: number, shift: number) =>
      p - EXAGGERATED * ((p - middle) * (scale - 1) + shift);
    return {
      x: along(place.x, widthMm / 2, correction.scaleX, correction.rightMm),
      y: along(place.y, heightMm / 2, correction.scaleY, correction.downMm),
    };
  };
  return (
    <svg
      className={classes['picture']}
      viewBox={`-6 -6 ${widthMm + 12} ${heightMm + 12}`}
      aria-hidden="true"
      focusable="false"
    >
      <rect className={classes['paper']} x={0} y={0} width={widthMm} height={heightMm} rx={1} />
      {correction === undefined ? (
        <>
          <Cross at={first} />
          <Cross at={second} />
          <Distance name="A" bold={asked === 'a'} from={[0, first.y]} to={[first.x, first.y]} />
          <Distance name="B" bold={asked === 'b'} from={[first.x, 0]} to={[first.x, first.y]} />
          <Distance name="C" bold={asked === 'c'} from={[0, second.y]} to={[second.x, second.y]} />
          <Distance name="D" bold={asked === 'd'} from={[second.x, 0]} to={[second.x, second.y]} />
        </>
      ) : (
        <>
          <Cross at={printed(first)} was />
          <Cross at={printed(second)} was />
          <Cross at={first} />
          <Cross at={second} />
        </>
      )}
    </svg>
  );
}

function Cross({
  at: { x, y },
  was = false,
}: {
  readonly at: { x: number; y: number };
  readonly was?: boolean;
}) {
  return (
    <g className={was ? classes['was'] : classes['cross']}>
      <path d={`M${x - 9} ${y}H${x + 9}M${x} ${y - 9}V${y + 9}`} />
      <circle cx={x} cy={y} r={4.5} />
    </g>
  );
}

interface DistanceProps {
  readonly name: string;
  readonly bold: boolean;
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

function Distance({ name, bold, from, to }: DistanceProps) {
  const [x1, y1] = from;
  const [x2, y2] = to;
  const across = y1 === y2;
  return (
    <g className={bold ? classes['asked'] : classes['distance']}>
      <path d={`M${x1} ${y1}L${x2} ${y2}`} />
      <text
        x={across ? (x1 + x2) / 2 : x1 + (name === 'D' ? -7 : 7)}
        y={across ? y1 - 4 : (y1 + y2) / 2 + 4}
        textAnchor="middle"
      >
        {name}
      </text>
    </g>
  );
}
