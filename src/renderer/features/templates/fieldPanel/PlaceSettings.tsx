import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutAlignCenter, IconLayoutAlignMiddle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../controls/NumberField.tsx';
import { PanelPart } from '../controls/PanelPart.tsx';
import { placeField } from '../model/fields.ts';
import { onPage, rounded, SMALLEST_MM } from '../model/geometry.ts';
import type { Box } from '../model/geometry.ts';
import type { FieldSettingsProps } from './fieldPanel.ts';
import classes from '../panel/panel.module.css';

/** Exact numbers of a field's box. */
export function PlaceSettings({ template, field, onChange }: FieldSettingsProps) {
  const { t } = useTranslation();
  const { box, id } = field;
  const { page } = template;
  const place = (change: Partial<Box>, step: string) =>
    onChange((all) => placeField(all, id, onPage({ ...box, ...change }, page)), `${step} ${id}`);
  return (
    <PanelPart title={t('templates.place')}>
      <div className={classes['two']}>
        <NumberField
          label={t('templates.x')}
          value={box.x}
          min={0}
          max={rounded(page.widthMm - box.width)}
          step={0.1}
          onChange={(x) => place({ x }, 'x')}
        />
        <NumberField
          label={t('templates.y')}
          value={box.y}
          min={0}
          max={rounded(page.heightMm - box.height)}
          step={0.1}
          onChange={(y) => place({ y }, 'y')}
        />
        <NumberField
          label={t('templates.width')}
          value={box.width}
          min={SMALLEST_MM}
          max={rounded(page.widthMm - box.x)}
          step={0.1}
          onChange={(width) => place({ width }, 'width')}
        />
        <NumberField
          label={t('templates.height')}
          value={box.height}
          min={SMALLEST_MM}
          max={rounded(page.heightMm - box.y)}
          step={0.1}
          onChange={(height) => place({ height }, 'height')}
        />
      </div>
      <div className="row">
        <Tooltip label={t('templates.centreX')}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t('templates.centreX')}
            onClick={() => place({ x: (page.widthMm - box.width) / 2 }, 'centreX')}
          >
            <IconLayoutAlignCenter size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('templates.centreY')}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t('templates.centreY')}
            onClick={() => place({ y: (page.heightMm - box.height) / 2 }, 'centreY')}
          >
            <IconLayoutAlignMiddle size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </PanelPart>
  );
}
