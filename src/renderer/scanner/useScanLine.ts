import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Meaning } from '../../domain/work/scanText.ts';
import { problemOf } from '../rpc/problem.ts';
import type { Problem } from '../rpc/problem.ts';
import { play } from '../sound/sound.ts';
import { useScanner } from './useScanner.ts';
import { onBlockedScan } from './wedge.ts';

export interface ScanLine<Answer> {
  /** The newest answer, or null before the first and after `clear`. */
  readonly answer: Answer | null;
  readonly problem: Problem | null;
  /** The code that was asked about last. */
  readonly text: string | null;
  readonly busy: boolean;
  /** Counts answers, so that the same verdict twice is shown twice. */
  readonly turn: number;
  readonly scan: (text: string) => void;
  readonly retry: () => void;
  readonly clear: () => void;
}

/**
 * One line of scans at a bench: asked one after the other in the order they came, each answered with its sound. A scan
 * that the station did not answer stays and can be asked again.
 */
export function useScanLine<Answer>(
  ask: (text: string, last: Answer | null) => Promise<Answer>,
  meaningOf: (answer: Answer) => Meaning,
): ScanLine<Answer> {
  const { t } = useTranslation();
  const [state, setState] = useState<{
    answer: Answer | null;
    problem: Problem | null;
    text: string | null;
    turn: number;
  }>({
    answer: null,
    problem: null,
    text: null,
    turn: 0,
  });
  const [waiting, setWaiting] = useState(0);
  const line = useRef<Promise<void>>(Promise.resolve());
  const last = useRef<Answer | null>(null);
  const latest = useRef({ ask, meaningOf });
  useEffect(() => {
    latest.current = { ask, meaningOf };
  });

  const scan = useCallback((text: string) => {
    setWaiting((n) => n + 1);
    line.current = line.current.then(async () => {
      try {
        const answer = await latest.current.ask(text, last.current);
        last.current = answer;
        play(latest.current.meaningOf(answer));
        setState(({ turn }) => ({ answer, problem: null, text, turn: turn + 1 }));
      } catch (error) {
        play('bad');
        setState(({ turn }) => ({ answer: null, problem: problemOf(error), text, turn: turn + 1 }));
      } finally {
        setWaiting((n) => n - 1);
      }
    });
  }, []);

  useScanner(scan);
  useEffect(
    () =>
      onBlockedScan(() => {
        play('attention');
        notifications.show({ id: 'blocked-scan', color: 'red', message: t('scan.blocked') });
      }),
    [t],
  );

  return {
    ...state,
    busy: waiting > 0,
    scan,
    retry: () => {
      if (state.text !== null) scan(state.text);
    },
    clear: () => {
      last.current = null;
      setState(({ turn }) => ({ answer: null, problem: null, text: null, turn: turn + 1 }));
    },
  };
}
