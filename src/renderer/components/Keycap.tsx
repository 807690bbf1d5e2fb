import classes from './Keycap.module.css';

const shown: Readonly<Record<string, string>> = {
  Mod: /Mac|iPhone|iPad/u.test(navigator.userAgent) ? '⌘' : 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** A key as it stands on the keyboard. Hidden from screen readers, which hear `aria-keyshortcuts`. */
export function Keycap({ keys }: { readonly keys: string }) {
  return (
    <kbd className={classes['cap']} aria-hidden>
      {keys
        .split('+')
        .map((key) => shown[key] ?? key)
        .join(' ')}
    </kbd>
  );
}
