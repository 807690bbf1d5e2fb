const space = /[ \t\r\n]*/y;
const scalar =
  /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;
const text = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;

/**
 * The line, from 1, at which the source stops being JSON, or null when it is JSON throughout. JSON.parse names a position
 * in some of its errors only. A source that ends too early breaks off in its last line that holds something.
 */
export function jsonErrorLine(source: string): number | null {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) at += found[0].length;
    return found !== null;
  };
  const takeMark = (mark: string): boolean => {
    take(space);
    if (source[at] !== mark) return false;
    at += 1;
    return true;
  };
  const list = (end: string, item: () => boolean): boolean => {
    if (takeMark(end)) return true;
    do {
      if (!item()) return false;
    } while (takeMark(','));
    return takeMark(end);
  };
  const member = (): boolean => {
    take(space);
    return take(text) && takeMark(':') && value();
  };
  const value = (): boolean => {
    if (takeMark('{')) return list('}', member);
    if (takeMark('[')) return list(']', value);
    return take(scalar);
  };
  const whole = value();
  take(space);
  if (whole && at === source.length) return null;
  return source.slice(0, Math.min(at, source.trimEnd().length)).split('\n').length;
}
