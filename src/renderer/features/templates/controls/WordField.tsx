import { TextInput } from '@mantine/core';
import { useState } from 'react';

interface WordFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly maxLength: number;
  /** Why what is typed cannot be taken; undefined: it can. */
  readonly wrong?: (text: string) => string | undefined;
  readonly onChange: (value: string) => void;
}

/** A short text. While what is typed cannot be taken, the last good one counts; leaving the field shows it again. */
export function WordField({
  label,
  description,
  placeholder,
  value,
  maxLength,
  wrong,
  onChange,
}: WordFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const error = typed === null ? undefined : wrong?.(typed);
  return (
    <TextInput
      size="xs"
      label={label}
      description={description}
      placeholder={placeholder ?? ''}
      value={typed ?? value}
      maxLength={maxLength}
      error={error}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        if (wrong?.(text) === undefined) onChange(text);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
