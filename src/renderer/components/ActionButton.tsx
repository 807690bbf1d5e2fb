import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAction } from '../keys/actions.ts';
import { Keycap } from './Keycap.tsx';

interface ActionButtonProps {
  readonly id: string;
  /** The accessible name, the entry in the key list and in the palette. */
  readonly label: string;
  readonly keys?: string | null;
  readonly primary?: boolean;
  readonly danger?: boolean;
  readonly large?: boolean;
  readonly disabled?: boolean;
  readonly loading?: boolean;
  readonly icon?: ReactNode;
  readonly onRun: () => void;
}

/** A button that is also a key and an entry of the command palette. A screen has one that is `primary`. */
export function ActionButton(props: ActionButtonProps) {
  const {
    id,
    label,
    keys = null,
    primary = false,
    danger = false,
    large = false,
    loading = false,
    onRun,
  } = props;
  const disabled = props.disabled === true;
  useAction({ id, keys, label, group: 'screen', enabled: !disabled && !loading, run: onRun });
  return (
    <Button
      variant={primary ? 'filled' : 'default'}
      size={large ? 'md' : 'sm'}
      disabled={disabled}
      loading={loading}
      onClick={onRun}
      leftSection={props.icon}
      rightSection={keys === null ? undefined : <Keycap keys={keys} />}
      {...(danger ? { color: 'red', ...(primary ? {} : { variant: 'outline' }) } : {})}
      {...(keys === null ? {} : { 'aria-keyshortcuts': keys.replace('Mod', 'Control') })}
    >
      {label}
    </Button>
  );
}
