import { IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp } from '@tabler/icons-react';
import { Fragment } from 'react';
import classes from './Keycap.module.css';

const shown: Readonly<Record<string, string>> = {
  Mod: /Mac|iPhone|iPad/u.test(navigator.userAgent) ? '⌘' : 'Ctrl',
  Escape: 'Esc',
};

// Few fonts have arrows.
const arrows: Readonly<Record<string, typeof IconArrowUp>> = {
  ArrowUp: IconArrowUp,
  ArrowDown: IconArrowDown,
  ArrowLeft: IconArrowLeft,
  ArrowRight: IconArrowRight,
};

/** A key as it stands on the keyboard. Hidden from screen readers, which hear `aria-keyshortcuts`. */
export function Keycap({ keys }: { readonly keys: string }) {
  return (
    <kbd className={classes['cap']} aria-hidden>
      {keys.split('+').map((key, index) => {
        const Arrow = arrows[key];
        return (
          <Fragment key={key}>
            {index === 0 ? '' : ' '}
            {Arrow === undefined ? (shown[key] ?? key) : <Arrow size={14} stroke={2.4} />}
          </Fragment>
        );
      })}
    </kbd>
  );
}
