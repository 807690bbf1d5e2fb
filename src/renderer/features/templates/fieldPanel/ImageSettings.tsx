import { Button, FileButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImageField } from '../../../../documents/template/format.ts';
import { ChoiceField } from '../controls/ChoiceField.tsx';
import { PanelPart } from '../controls/PanelPart.tsx';
import { WordField } from '../controls/WordField.tsx';
import { changeField } from '../model/fields.ts';
import type { FieldSettingsProps } from './fieldPanel.ts';
import classes from '../panel/panel.module.css';

interface ImageSettingsProps extends FieldSettingsProps<ImageField> {
  /** Pictures that the package has. */
  readonly pictures: readonly string[];
  /** Puts a picture into the package; answers with its path, or with undefined when that failed. */
  readonly onPutPicture: (file: File) => Promise<string | undefined>;
}

const aligns = ['left', 'center', 'right'] as const;
const verticals = ['top', 'middle', 'bottom'] as const;

/** Which picture a field shows, and where in its box. */
export function ImageSettings({ field, onChange, pictures, onPutPicture }: ImageSettingsProps) {
  const { t } = useTranslation();
  const { id, source } = field;
  const set = (change: Partial<Omit<ImageField, 'kind' | 'id'>>, step: string) =>
    onChange((all) => changeField(all, id, 'image', change), `${step} ${id}`);
  const put = (file: File | null) => {
    if (file === null) return;
    void onPutPicture(file).then((path) => {
      if (path !== undefined) set({ source: { from: 'package', file: path } }, 'source');
    });
  };
  const kept = source.from === 'package' && !pictures.includes(source.file) ? [source.file] : [];
  return (
    <PanelPart title={t('templates.image')}>
      <ChoiceField
        label={t('templates.imageFrom')}
        value={source.from === 'package' ? source.file : ''}
        choices={[
          { value: '', label: t('templates.imageFroms.value') },
          ...[...kept, ...pictures].map((value) => ({
            value,
            label: `${t('templates.imageFroms.package')}: ${value}`,
          })),
        ]}
        onChange={(file) =>
          set(
            { source: file === '' ? { from: 'value', key: 'signature' } : { from: 'package', file } },
            'source',
          )
        }
      />
      {source.from === 'value' ? (
        <WordField
          label={t('templates.imageKey')}
          value={source.key}
          maxLength={40}
          wrong={(text) => (/^[a-z][A-Za-z0-9]{0,39}$/u.test(text) ? undefined : t('templates.nameWrong'))}
          onChange={(key) => set({ source: { from: 'value', key } }, 'key')}
        />
      ) : null}
      <FileButton
        onChange={put}
        accept="image/png,image/jpeg"
        inputProps={{ 'aria-label': t('templates.putImage') }}
      >
        {({ onClick }) => (
          <Button size="xs" variant="default" onClick={onClick}>
            {t('templates.putImage')}
          </Button>
        )}
      </FileButton>
      <div className={classes['two']}>
        <ChoiceField
          label={t('templates.align')}
          value={field.align}
          choices={aligns.map((value) => ({ value, label: t(`templates.alignment.${value}`) }))}
          onChange={(align) => set({ align }, 'align')}
        />
        <ChoiceField
          label={t('templates.vertical')}
          value={field.vertical}
          choices={verticals.map((value) => ({ value, label: t(`templates.verticals.${value}`) }))}
          onChange={(vertical) => set({ vertical }, 'vertical')}
        />
      </div>
    </PanelPart>
  );
}
