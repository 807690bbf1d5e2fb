import type { ReactNode } from 'react';
import classes from '../panel/panel.module.css';

/** A part of the settings with its heading. */
export function PanelPart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes['part']} aria-label={title}>
      <h3 className={classes['heading']}>{title}</h3>
      {children}
    </section>
  );
}
