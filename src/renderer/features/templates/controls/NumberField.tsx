import { NumberInput } from '@mantine/core';
import { useState } from 'react';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly decimals?: number;
  readonly error?: string | undefined;
  readonly onChange: (value: number) => void;
}

/** An exact number. While what is typed is none, the last good one counts; leaving the field shows it again. */
export function NumberField({
  label,
  value,
  min,
  max,
  step = 1,
  decimals = 2,
  error,
  onChange,
}: NumberFieldProps) {
  const [typed, setTyped] = useState<string | number | null>(null);
  return (
    <NumberInput
      size="xs"
      label={label}
      value={typed ?? value}
      min={min}
      max={max}
      step={step}
      decimalScale={decimals}
      clampBehavior="none"
      error={error}
      onChange={(next) => {
        setTyped(next);
        if (typeof next === 'number' && next >= min && next <= max) onChange(next);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
