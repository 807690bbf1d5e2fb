import type { ReactNode } from 'react';
import classes from './Empty.module.css';

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** What will come here, and how to make it come. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** A place where nothing is yet. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={classes['empty']}>
      <div className={classes['icon']} aria-hidden>
        {icon}
      </div>
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}
