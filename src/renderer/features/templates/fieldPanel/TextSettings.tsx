import { ColorInput } from '@mantine/core';
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
import { ChoiceField } from '../controls/ChoiceField.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { PanelPart } from '../controls/PanelPart.tsx';
import { PictureChoice } from '../controls/PictureChoice.tsx';
import { changeField } from '../model/fields.ts';
import type { FieldSettingsProps } from './fieldPanel.ts';
import classes from '../panel/panel.module.css';

const aligns = [
  { value: 'left', Icon: IconAlignLeft },
  { value: 'center', Icon: IconAlignCenter },
  { value: 'right', Icon: IconAlignRight },
] as const;
const verticals = [
  { value: 'top', Icon: IconArrowBarToUp },
  { value: 'middle', Icon: IconArrowsMoveVertical },
  { value: 'bottom', Icon: IconArrowBarToDown },
] as const;
const overflows = ['shrink', 'shrinkThenWrap', 'wrap', 'wrapThenShrink', 'refuse'] as const;
const swatches = ['#000000', '#333333', '#5f6571', '#1d4c9e', '#0f4c4f', '#17633a', '#765000', '#8e1913'];
/** What may be set of spacing and lines: label, entry, least, most and step. */
const spacings = [
  { entry: 'letterSpacing', min: -200, max: 2000, step: 5, decimals: 2 },
  { entry: 'lineHeight', min: 0.7, max: 4, step: 0.05, decimals: 2 },
  { entry: 'maxLines', min: 1, max: 200, step: 1, decimals: 0 },
] as const;

/** How a text is set. */
export function TextSettings({ template, field, onChange }: FieldSettingsProps<TextField>) {
  const { t } = useTranslation();
  const { id } = field;
  const set = (change: Partial<Omit<TextField, 'kind' | 'id'>>, step: string) =>
    onChange((all) => changeField(all, id, 'text', change), `${step} ${id}`);
  const smallest = field.minSize ?? field.size;
  return (
    <PanelPart title={t('templates.letters')}>
      <ChoiceField
        label={t('templates.font')}
        value={field.font}
        choices={Object.entries(template.fonts).map(([value, { name }]) => ({ value, label: name }))}
        onChange={(font) => set({ font }, 'font')}
      />
      <div className={classes['two']}>
        <NumberField
          label={t('templates.fontSize')}
          value={field.size}
          min={1}
          max={400}
          step={0.5}
          onChange={(size) => set({ size, minSize: Math.min(smallest, size) }, 'size')}
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
        swatches={swatches}
        eyeDropperButtonProps={{ 'aria-label': t('templates.colour') }}
        onChange={(colour) => {
          if (/^#[0-9a-f]{6}$/iu.test(colour)) set({ colour: colour.toLowerCase() }, 'colour');
        }}
      />
      <div className={classes['two']}>
        <PictureChoice<TextField['align']>
          label={t('templates.align')}
          value={field.align}
          choices={aligns.map((one) => ({ ...one, label: t(`templates.alignment.${one.value}`) }))}
          onChange={(align) => set({ align }, 'align')}
        />
        <PictureChoice
          label={t('templates.vertical')}
          value={field.vertical}
          choices={verticals.map((one) => ({ ...one, label: t(`templates.verticals.${one.value}`) }))}
          onChange={(vertical) => set({ vertical }, 'vertical')}
        />
        {spacings.map(({ entry, ...limits }) => (
          <NumberField
            key={entry}
            label={t(`templates.${entry}`)}
            value={field[entry]}
            {...limits}
            onChange={(value) => set({ [entry]: value }, entry)}
          />
        ))}
        <ChoiceField
          label={t('templates.overflow')}
          value={field.overflow}
          choices={overflows.map((value) => ({ value, label: t(`templates.overflows.${value}`) }))}
          onChange={(overflow) => set({ overflow }, 'overflow')}
        />
      </div>
    </PanelPart>
  );
}
