import { NativeSelect, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../../../documents/previewTemplate.ts';
import type { Template, TextField } from '../../../../documents/template/format.ts';
import { changeField, isFreeId, renameField } from '../editor/fields.ts';
import type { FieldSettingsProps } from './fieldPanel.ts';
import { isLanguage } from './language.ts';
import { PanelPart } from './PanelPart.tsx';
import { WordField } from './WordField.tsx';

interface MoreSettingsProps extends FieldSettingsProps {
  readonly onRenamed: (id: string) => void;
}

/** What every field has beside its looks, and what only words have. */
export function MoreSettings({ template, field, onChange, onRenamed }: MoreSettingsProps) {
  const { t } = useTranslation();
  const { id, kind } = field;
  const step = (name: string) => `${name} ${id}`;
  const setAny = (change: Parameters<typeof changeField>[3], name: string) =>
    onChange((all) => changeField(all, id, kind, change), step(name));
  return (
    <PanelPart title={t('templates.more')}>
      <Switch
        size="sm"
        label={t('templates.optional')}
        checked={!field.required}
        onChange={(event) => setAny({ required: !event.currentTarget.checked }, 'required')}
      />
      {template.background.back === undefined ? null : (
        <NativeSelect
          size="xs"
          label={t('templates.sides')}
          data={(['front', 'back'] as const).map((value) => ({ value, label: t(`templates.side.${value}`) }))}
          value={field.side}
          onChange={(event) =>
            setAny({ side: event.currentTarget.value === 'back' ? 'back' : 'front' }, 'side')
          }
        />
      )}
      <WordField
        label={t('templates.label')}
        description={t('templates.labelHint')}
        value={field.label ?? ''}
        maxLength={200}
        onChange={(label) => setAny({ label: label === '' ? undefined : label }, 'label')}
      />
      <WordField
        label={t('templates.name')}
        value={id}
        maxLength={40}
        wrong={(name) => (isFreeId(template, name, id) ? undefined : t('templates.nameWrong'))}
        onChange={(name) => {
          if (name === id) return;
          onChange((all) => renameField(all, id, name), 'name');
          onRenamed(name);
        }}
      />
      {field.kind === 'text' ? <WordSettings template={template} field={field} onChange={onChange} /> : null}
    </PanelPart>
  );
}

function WordSettings({ template, field, onChange }: FieldSettingsProps<TextField>) {
  const { t } = useTranslation();
  const { id } = field;
  const set = (change: Parameters<typeof changeField<'text'>>[3], name: string) =>
    onChange((all: Template) => changeField(all, id, 'text', change), `${name} ${id}`);
  const showsDate = (keysOf(field.text) ?? []).some((key) => key.endsWith('Date'));
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('templates.role')}
        data={(['paragraph', 'heading'] as const).map((value) => ({
          value,
          label: t(`templates.roles.${value}`),
        }))}
        value={field.role}
        onChange={(event) =>
          set({ role: event.currentTarget.value === 'heading' ? 'heading' : 'paragraph' }, 'role')
        }
      />
      {showsDate ? (
        <WordField
          label={t('templates.dateFormat')}
          placeholder={template.dateFormat}
          value={field.dateFormat ?? ''}
          maxLength={60}
          onChange={(text) => set({ dateFormat: text.trim() === '' ? undefined : text }, 'dateFormat')}
        />
      ) : null}
      <WordField
        label={t('templates.language')}
        placeholder={`${template.language} (${t('templates.asPage')})`}
        value={field.language ?? ''}
        maxLength={30}
        wrong={(text) => (text === '' || isLanguage(text) ? undefined : t('templates.languageWrong'))}
        onChange={(text) => set({ language: text === '' ? undefined : text }, 'language')}
      />
    </>
  );
}
