import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../../../documents/preview/editedTemplate.ts';
import type { Template, TextField } from '../../../../documents/template/format.ts';
import { ChoiceField } from '../controls/ChoiceField.tsx';
import { PanelPart } from '../controls/PanelPart.tsx';
import { WordField } from '../controls/WordField.tsx';
import { changeField, isFreeId, renameField } from '../model/fields.ts';
import { isLanguage } from '../panel/language.ts';
import type { FieldSettingsProps } from './fieldPanel.ts';

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
        <ChoiceField
          label={t('templates.sides')}
          value={field.side}
          choices={(['front', 'back'] as const).map((value) => ({
            value,
            label: t(`templates.side.${value}`),
          }))}
          onChange={(side) => setAny({ side }, 'side')}
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
      <ChoiceField
        label={t('templates.role')}
        value={field.role}
        choices={(['paragraph', 'heading'] as const).map((value) => ({
          value,
          label: t(`templates.roles.${value}`),
        }))}
        onChange={(role) => set({ role }, 'role')}
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
