import { NativeSelect } from '@mantine/core';

interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly description?: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few. */
export function ChoiceField<Value extends string>({
  label,
  description,
  value,
  choices,
  onChange,
}: ChoiceFieldProps<Value>) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      description={description}
      data={choices.map((choice) => ({ ...choice }))}
      value={value}
      onChange={(event) => {
        const chosen = choices.find((choice) => choice.value === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    />
  );
}
