import { ActionIcon, Button, Checkbox, FileButton, Menu, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Template } from '../../../../documents/template/format.ts';
import { station } from '../../../rpc/client.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { PanelPart } from '../controls/PanelPart.tsx';
import { addFont, removeFont, scaleFont, setFallback, usesOf } from '../model/fonts.ts';
import classes from './panel.module.css';

interface FontsPanelProps {
  readonly template: Template;
  readonly onChange: (change: (template: Template) => Template) => void;
  /** Puts a font of its own into the package. */
  readonly onPutFont: (file: File) => void;
}

/** Fonts that fields may be set in, and those that stand in for what another lacks. */
export function FontsPanel({ template, onChange, onPutFont }: FontsPanelProps) {
  const { t } = useTranslation();
  const house = useQuery(station.templates.fonts.queryOptions());
  const has = new Set(Object.values(template.fonts).map(({ sha256 }) => sha256));
  const more = (house.data ?? []).filter(({ sha256 }) => !has.has(sha256));
  return (
    <PanelPart title={t('templates.fontsOf')}>
      <ul className={classes['fonts']}>
        {Object.entries(template.fonts).map(([key, { name, scale }]) => {
          const uses = usesOf(template, key);
          const stands = template.fallbacks.includes(key);
          return (
            <li key={key}>
              <div className="row">
                <strong className="cut">{name}</strong>
                <span className={`grow ${classes['hint'] ?? ''}`}>
                  {uses > 0
                    ? t('templates.fontUsed', { count: uses })
                    : stands
                      ? ''
                      : t('templates.fontUnused')}
                </span>
                {uses > 0 ? null : (
                  <Tooltip label={t('templates.removeFont', { name })}>
                    <ActionIcon
                      variant="subtle"
                      size={24}
                      aria-label={t('templates.removeFont', { name })}
                      onClick={() => onChange((all) => removeFont(all, key))}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  </Tooltip>
                )}
              </div>
              <Checkbox
                size="xs"
                label={t('templates.fontFallback')}
                aria-label={t('templates.fallbackOn', { name })}
                checked={stands}
                onChange={(event) => {
                  const asked = event.currentTarget.checked;
                  onChange((all) => setFallback(all, key, asked));
                }}
              />
              {stands ? (
                <NumberField
                  label={t('templates.fontScale')}
                  value={scale}
                  min={0.3}
                  max={3}
                  step={0.01}
                  onChange={(next) => onChange((all) => scaleFont(all, key, next))}
                />
              ) : null}
            </li>
          );
        })}
      </ul>
      <div className="row">
        <Menu withinPortal position="top-start">
          <Menu.Target>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={16} />}
              disabled={more.length === 0}
            >
              {t('templates.addFont')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map(({ name, sha256 }) => (
              <Menu.Item key={sha256} onClick={() => onChange((all) => addFont(all, { name, sha256 }))}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <FileButton
          accept=".ttf,.otf"
          inputProps={{ 'aria-label': t('templates.addFontOwn') }}
          onChange={(file) => {
            if (file !== null) onPutFont(file);
          }}
        >
          {({ onClick }) => (
            <Button size="xs" variant="default" onClick={onClick}>
              {t('templates.addFontOwn')}
            </Button>
          )}
        </FileButton>
      </div>
    </PanelPart>
  );
}
