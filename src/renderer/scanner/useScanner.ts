import { useEffect, useRef } from 'react';
import { listenForScans } from './wedge.ts';

/** Takes scans while the component is shown and `active`. */
export function useScanner(onScan: (text: string) => void, active = true): void {
  const latest = useRef(onScan);
  useEffect(() => {
    latest.current = onScan;
  });
  useEffect(() => {
    if (!active) return undefined;
    return listenForScans((text) => latest.current(text));
  }, [active]);
}
