import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Template } from '../../../../documents/template/format.ts';
import { PanelPart } from '../controls/PanelPart.tsx';
import { WordField } from '../controls/WordField.tsx';
import { commonKeys, keyName, keysIn } from '../model/keys.ts';
import classes from './panel.module.css';

interface OwnTextsProps {
  readonly template: Template;
  readonly onChange: (change: Partial<Template>, step: string) => void;
}

/** Texts that templates of schools often have of their own. */
const usual = ['signatoryName', 'signatoryTitle', 'jurisdictionText'];

/** Texts that are the template's own: the same on every certificate, and shown by placeholders. */
export function OwnTexts({ template, onChange }: OwnTextsProps) {
  const { t } = useTranslation();
  const own = template.values ?? {};
  const common = new Set<string>(commonKeys);
  const more = [...new Set([...usual, ...keysIn(template)])].filter(
    (key) => !common.has(key) && own[key] === undefined,
  );
  const remove = (key: string) => {
    const left = Object.fromEntries(Object.entries(own).filter(([name]) => name !== key));
    onChange({ values: left }, `own ${key}`);
  };
  return (
    <PanelPart title={t('templates.ownTexts')}>
      <p className={classes['hint']}>{t('templates.ownTextsHint')}</p>
      {Object.entries(own).map(([key, text]) => (
        <div key={key} className="row" style={{ alignItems: 'flex-end' }}>
          <div className="grow">
            <WordField
              label={keyName(key, t)}
              value={text}
              maxLength={1000}
              wrong={(typed) => (typed.trim() === '' ? t('templates.textNeeded') : undefined)}
              onChange={(typed) => onChange({ values: { ...own, [key]: typed.trim() } }, `own ${key}`)}
            />
          </div>
          <Tooltip label={t('templates.removeOwn', { name: keyName(key, t) })}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('templates.removeOwn', { name: keyName(key, t) })}
              onClick={() => remove(key)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
      ))}
      <Menu withinPortal position="top-start">
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={16} />}
            disabled={more.length === 0}
          >
            {t('templates.addOwn')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {more.map((key) => (
            <Menu.Item
              key={key}
              onClick={() => onChange({ values: { ...own, [key]: keyName(key, t) } }, `own ${key}`)}
            >
              {keyName(key, t)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </PanelPart>
  );
}
