import { SegmentedControl } from '@mantine/core';
import type { IconAlignLeft } from '@tabler/icons-react';
import classes from '../panel/panel.module.css';

interface PictureChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    readonly Icon: typeof IconAlignLeft;
  }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few that are easier seen than read; a value that has no picture here stays until another is chosen. */
export function PictureChoice<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: PictureChoiceProps<Value>) {
  return (
    <div>
      <span className={classes['label']}>{label}</span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={label}
        value={value}
        data={choices.map((choice) => ({
          value: choice.value,
          label: <choice.Icon size={16} role="img" aria-label={choice.label} />,
        }))}
        onChange={(next) => {
          const chosen = choices.find((choice) => choice.value === next);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      />
    </div>
  );
}
