import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconClockHour3Filled,
  IconHandStop,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Meaning } from '../../../domain/work/scanText.ts';
import classes from './MeaningMark.module.css';

const icons = {
  good: IconCircleCheckFilled,
  attention: IconAlertTriangleFilled,
  bad: IconHandStop,
  waiting: IconClockHour3Filled,
} as const;

/** The icon of a meaning, in its colour. */
export function MeaningIcon({ meaning, size = 18 }: { readonly meaning: Meaning; readonly size?: number }) {
  const Icon = icons[meaning];
  return <Icon size={size} aria-hidden className={classes[meaning]} stroke={2} />;
}

/** A word with the icon and colour of its meaning. */
export function MeaningMark({
  meaning,
  children,
}: {
  readonly meaning: Meaning;
  readonly children: ReactNode;
}) {
  return (
    <span className={classes['mark']} data-meaning={meaning}>
      <MeaningIcon meaning={meaning} size={16} />
      <span>{children}</span>
    </span>
  );
}
