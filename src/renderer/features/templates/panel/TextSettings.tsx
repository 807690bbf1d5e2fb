import { ColorInput, NativeSelect, SegmentedControl } from '@mantine/core';
import {
  IconAlignCenter,
  IconAlignLeft,
  IconAlignRight,
  IconArrowBarToDown,
  IconArrowBarToUp,
  IconArrowsMoveVertical,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TextField } from '../../../../documents/template/format.ts';
import { changeField } from '../editor/fields.ts';
import type { FieldSettingsProps } from './fieldPanel.ts';
import { NumberField } from './NumberField.tsx';
import { PanelPart } from './PanelPart.tsx';
import classes from './panel.module.css';

const aligns = ['left', 'center', 'right', 'start', 'end'] as const;
const alignIcons = { left: IconAlignLeft, center: IconAlignCenter, right: IconAlignRight } as const;
const verticals = [
  { value: 'top', Icon: IconArrowBarToUp },
  { value: 'middle', Icon: IconArrowsMoveVertical },
  { value: 'bottom', Icon: IconArrowBarToDown },
] as const;
const overflows = ['shrink', 'shrinkThenWrap', 'wrap', 'wrapThenShrink', 'refuse'] as const;

/** How a text is set. */
export function TextSettings({ template, field, onChange }: FieldSettingsProps<TextField>) {
  const { t } = useTranslation();
  const { id } = field;
  const set = (change: Partial<Omit<TextField, 'kind' | 'id'>>, step: string) =>
    onChange((all) => changeField(all, id, 'text', change), `${step} ${id}`);
  const smallest = field.minSize ?? field.size;
  return (
    <PanelPart title={t('templates.letters')}>
      <NativeSelect
        size="xs"
        label={t('templates.font')}
        data={Object.entries(template.fonts).map(([value, { name }]) => ({ value, label: name }))}
        value={field.font}
        onChange={(event) => set({ font: event.currentTarget.value }, 'font')}
      />
      <div className={classes['two']}>
        <NumberField
          label={t('templates.fontSize')}
          value={field.size}
          min={1}
          max={400}
          step={0.5}
          onChange={(size) =>
            set(smallest > size ? { size, minSize: size } : { size, minSize: smallest }, 'size')
          }
        />
        <NumberField
          label={t('templates.minSize')}
          value={smallest}
          min={1}
          max={field.size}
          step={0.5}
          onChange={(minSize) => set({ minSize }, 'minSize')}
        />
      </div>
      <ColorInput
        size="xs"
        label={t('templates.colour')}
        format="hex"
        value={field.colour}
        popoverProps={{ withinPortal: true }}
        swatches={['#000000', '#333333', '#5f6571', '#1d4c9e', '#0f4c4f', '#17633a', '#765000', '#8e1913']}
        eyeDropperButtonProps={{ 'aria-label': t('templates.colour') }}
        onChange={(colour) => {
          if (/^#[0-9a-f]{6}$/iu.test(colour)) set({ colour: colour.toLowerCase() }, 'colour');
        }}
      />
      <div className={classes['two']}>
        <div>
          <span className={classes['label']}>{t('templates.align')}</span>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('templates.align')}
            value={field.align}
            onChange={(value) => {
              const align = aligns.find((one) => one === value);
              if (align !== undefined) set({ align }, 'align');
            }}
            data={(['left', 'center', 'right'] as const).map((value) => {
              const Icon = alignIcons[value];
              const label = t(`templates.alignment.${value}`);
              return { value, label: <Icon size={16} role="img" aria-label={label} /> };
            })}
          />
        </div>
        <div>
          <span className={classes['label']}>{t('templates.vertical')}</span>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('templates.vertical')}
            value={field.vertical}
            onChange={(value) => {
              const vertical = verticals.find((one) => one.value === value)?.value;
              if (vertical !== undefined) set({ vertical }, 'vertical');
            }}
            data={verticals.map(({ value, Icon }) => ({
              value,
              label: <Icon size={16} role="img" aria-label={t(`templates.verticals.${value}`)} />,
            }))}
          />
        </div>
        <NumberField
          label={t('templates.letterSpacing')}
          value={field.letterSpacing}
          min={-200}
          max={2000}
          step={5}
          onChange={(letterSpacing) => set({ letterSpacing }, 'letterSpacing')}
        />
        <NumberField
          label={t('templates.lineHeight')}
          value={field.lineHeight}
          min={0.7}
          max={4}
          step={0.05}
          onChange={(lineHeight) => set({ lineHeight }, 'lineHeight')}
        />
        <NumberField
          label={t('templates.maxLines')}
          value={field.maxLines}
          min={1}
          max={200}
          decimals={0}
          onChange={(maxLines) => set({ maxLines }, 'maxLines')}
        />
        <NativeSelect
          size="xs"
          label={t('templates.overflow')}
          data={overflows.map((value) => ({ value, label: t(`templates.overflows.${value}`) }))}
          value={field.overflow}
          onChange={(event) => {
            const overflow = overflows.find((one) => one === event.currentTarget.value);
            if (overflow !== undefined) set({ overflow }, 'overflow');
          }}
        />
      </div>
    </PanelPart>
  );
}
