import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconClockHour3Filled,
  IconHandStop,
  IconScan,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Meaning } from '../../../domain/work/scanText.ts';
import { verdictSize } from './verdictSize.ts';
import classes from './VerdictPanel.module.css';

const icons = {
  good: IconCircleCheckFilled,
  attention: IconAlertTriangleFilled,
  bad: IconHandStop,
  waiting: IconClockHour3Filled,
} as const;

interface VerdictPanelProps {
  /** Null: nothing was scanned yet. */
  readonly meaning: Meaning | null;
  /** One to three words, readable from two metres. */
  readonly word: string;
  /** What to do, in one sentence. */
  readonly sentence: string;
  /** Changes with every scan, so that the same verdict twice is seen and heard twice. */
  readonly scanKey: string;
  readonly children?: ReactNode;
}

/** The one loud thing of the program: colour, word and icon together; the sound comes with the scan. */
export function VerdictPanel({ meaning, word, sentence, scanKey, children }: VerdictPanelProps) {
  const Icon = meaning === null ? IconScan : icons[meaning];
  return (
    <section className={classes['panel']} data-meaning={meaning ?? 'idle'}>
      <div key={scanKey} className={classes['verdict']} role="status" aria-live="assertive" aria-atomic>
        <Icon size={meaning === null ? 96 : 144} stroke={meaning === null ? 1 : 1.5} aria-hidden />
        <div className={classes['word']} style={{ fontSize: meaning === null ? 60 : verdictSize(word) }}>
          {word}
        </div>
        <div className={classes['sentence']}>{sentence}</div>
      </div>
      {children === undefined ? null : <div className={classes['below']}>{children}</div>}
    </section>
  );
}
