import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPhoto, IconQrcode, IconTypography } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TemplateField } from '../../../../documents/template/format.ts';
import { MeaningIcon } from '../../../components/marks/MeaningMark.tsx';
import { fieldName } from '../model/fieldName.ts';
import type { Remark } from '../model/remarks.ts';
import classes from '../panel/panel.module.css';

const icons = { text: IconTypography, qr: IconQrcode, image: IconPhoto } as const;

interface FieldListProps {
  readonly fields: readonly TemplateField[];
  readonly remarks: readonly Remark[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
  readonly onReorder: (id: string, by: 1 | -1) => void;
}

/** All fields in the order in which they are read, with what is wrong with each. */
export function FieldList({ fields, remarks, chosen, onChoose, onReorder }: FieldListProps) {
  const { t } = useTranslation();
  const whole = remarks.filter(({ field }) => field === null);
  return (
    <div className={classes['list']}>
      <h2 className="section">{t('templates.fields')}</h2>
      {whole.map(({ words, meaning }) => (
        <p key={words} className={classes['whole']} role="alert">
          <MeaningIcon meaning={meaning} /> {words}
        </p>
      ))}
      {fields.length === 0 ? <p className="quiet">{t('templates.noFields')}</p> : null}
      <ol aria-label={t('templates.fields')}>
        {fields.map((field, index) => {
          const own = remarks.filter((remark) => remark.field === field.id);
          const Icon = icons[field.kind];
          const isChosen = field.id === chosen;
          return (
            <li key={field.id} data-chosen={isChosen}>
              <button type="button" aria-pressed={isChosen} onClick={() => onChoose(field.id)}>
                <Icon size={16} stroke={1.6} role="img" aria-label={t(`templates.kind.${field.kind}`)} />
                <span className="cut grow">{fieldName(field)}</span>
                {own[0] === undefined ? null : <MeaningIcon meaning={own[0].meaning} size={16} />}
              </button>
              {isChosen ? (
                <span className={classes['order']}>
                  <Tooltip label={t('templates.earlier')}>
                    <ActionIcon
                      variant="subtle"
                      size={24}
                      disabled={index === 0}
                      aria-label={t('templates.earlier')}
                      onClick={() => onReorder(field.id, -1)}
                    >
                      <IconArrowUp size={16} />
                    </ActionIcon>
                  </Tooltip>
                  <Tooltip label={t('templates.later')}>
                    <ActionIcon
                      variant="subtle"
                      size={24}
                      disabled={index === fields.length - 1}
                      aria-label={t('templates.later')}
                      onClick={() => onReorder(field.id, 1)}
                    >
                      <IconArrowDown size={16} />
                    </ActionIcon>
                  </Tooltip>
                </span>
              ) : null}
              {own.map(({ words }) => (
                <p key={words} className={classes['remark']}>
                  {words}
                </p>
              ))}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
