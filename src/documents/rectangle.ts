/** A rectangle in points, y upwards from the lower left corner of the page. */
export interface Rectangle {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** The smallest rectangle around both. */
export function around(known: Rectangle | undefined, more: Rectangle): Rectangle {
  if (known === undefined) return more;
  return {
    left: Math.min(known.left, more.left),
    bottom: Math.min(known.bottom, more.bottom),
    right: Math.max(known.right, more.right),
    top: Math.max(known.top, more.top),
  };
}

/** True when both cover a common area wider and higher than `slack` points. */
export function overlap(one: Rectangle, other: Rectangle, slack: number): boolean {
  return (
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > slack &&
    Math.min(one.top, other.top) - Math.max(one.bottom, other.bottom) > slack
  );
}

/** True when the first lies within the second, give or take `slack` points. */
export function within(one: Rectangle, other: Rectangle, slack: number): boolean {
  return (
    one.left >= other.left - slack &&
    one.bottom >= other.bottom - slack &&
    one.right <= other.right + slack &&
    one.top <= other.top + slack
  );
}
