import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QrField } from '../../../../documents/template/format.ts';
import { ChoiceField } from '../controls/ChoiceField.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { PanelPart } from '../controls/PanelPart.tsx';
import { changeField } from '../model/fields.ts';
import type { FieldSettingsProps } from './fieldPanel.ts';
import classes from '../panel/panel.module.css';

const levels = ['L', 'M', 'Q', 'H'] as const;

/** How a QR code is drawn. */
export function QrSettings({ field, onChange }: FieldSettingsProps<QrField>) {
  const { t } = useTranslation();
  const { id } = field;
  const set = (change: Partial<Omit<QrField, 'kind' | 'id'>>, step: string) =>
    onChange((all) => changeField(all, id, 'qr', change), `${step} ${id}`);
  return (
    <PanelPart title={t('templates.addQr')}>
      <div className={classes['two']}>
        <ChoiceField
          label={t('templates.errorLevel')}
          value={field.errorLevel}
          choices={levels.map((value) => ({ value, label: t(`templates.errorLevels.${value}`) }))}
          onChange={(errorLevel) => set({ errorLevel }, 'errorLevel')}
        />
        <NumberField
          label={t('templates.quiet')}
          value={field.quietModules}
          min={0}
          max={10}
          decimals={0}
          onChange={(quietModules) => set({ quietModules }, 'quiet')}
        />
        <NumberField
          label={t('templates.module')}
          value={field.minModuleMm}
          min={0.1}
          max={5}
          step={0.01}
          onChange={(minModuleMm) => set({ minModuleMm }, 'module')}
        />
        <NumberField
          label={t('templates.dpi')}
          value={field.printerDpi}
          min={72}
          max={2400}
          step={100}
          decimals={0}
          onChange={(printerDpi) => set({ printerDpi }, 'dpi')}
        />
      </div>
      <Switch
        size="sm"
        label={t('templates.backdrop')}
        checked={field.backdrop !== null}
        onChange={(event) => set({ backdrop: event.currentTarget.checked ? '#ffffff' : null }, 'backdrop')}
      />
    </PanelPart>
  );
}
