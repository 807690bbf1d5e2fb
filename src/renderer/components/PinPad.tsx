import { Button } from '@mantine/core';
import { IconBackspace } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './PinPad.module.css';

interface PinPadProps {
  readonly value: string;
  readonly onChange: (pin: string) => void;
  readonly onSubmit: () => void;
  readonly busy: boolean;
  readonly submitLabel: string;
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

/** A PIN of 4 to 12 digits, by keyboard in its field or by finger on the pad. Never shown. */
export function PinPad({ value, onChange, onSubmit, busy, submitLabel }: PinPadProps) {
  const { t } = useTranslation();
  const ready = /^[0-9]{4,12}$/u.test(value);
  const type = (next: string) => onChange(next.replaceAll(/[^0-9]/gu, '').slice(0, 12));
  return (
    <form
      className={classes['pad']}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) onSubmit();
      }}
    >
      <input
        className={classes['field']}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        aria-label={t('common.pin')}
        value={value}
        onChange={(event) => type(event.currentTarget.value)}
        // The PIN is the one thing to do here; the field takes the keyboard at once.
        autoFocus
      />
      <div className={classes['keys']}>
        {digits.map((digit) => (
          <button
            key={digit}
            type="button"
            tabIndex={-1}
            className={classes['key']}
            onClick={() => type(value + digit)}
          >
            {digit}
          </button>
        ))}
        <button
          type="button"
          tabIndex={-1}
          className={classes['key']}
          aria-label={t('common.deleteDigit')}
          onClick={() => onChange(value.slice(0, -1))}
        >
          <IconBackspace size={24} stroke={1.6} aria-hidden />
        </button>
      </div>
      <Button type="submit" size="md" fullWidth disabled={!ready} loading={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}
