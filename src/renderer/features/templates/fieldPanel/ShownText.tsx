import { Button, Menu, Textarea } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf } from '../../../../documents/preview/editedTemplate.ts';
import { PanelPart } from '../controls/PanelPart.tsx';
import { commonKeys, keyName } from '../model/keys.ts';

interface ShownTextProps {
  readonly text: string;
  readonly maxLength: number;
  readonly ownKeys: readonly string[];
  readonly onChange: (text: string) => void;
}

const EXAMPLE = '{{issuedName}}';

/** What a field shows: words with placeholders in them, which can be put in from a list. */
export function ShownText({ text, maxLength, ownKeys, onChange }: ShownTextProps) {
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const [empty, setEmpty] = useState(false);
  const wrong = keysOf(text) === undefined;
  const change = (next: string) => {
    setEmpty(next === '');
    if (next !== '') onChange(next);
  };
  const insert = (key: string) => {
    const from = empty ? 0 : (area.current?.selectionStart ?? text.length);
    const to = empty ? 0 : (area.current?.selectionEnd ?? text.length);
    const before = empty ? '' : text;
    change(`${before.slice(0, from)}{{${key}}}${before.slice(to)}`.slice(0, maxLength));
    area.current?.focus();
  };
  const keys = [...new Set<string>([...commonKeys, ...ownKeys])];
  return (
    <PanelPart title={t('templates.shows')}>
      <Textarea
        ref={area}
        size="xs"
        aria-label={t('templates.shows')}
        value={empty ? '' : text}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={() => setEmpty(false)}
        error={
          empty
            ? t('templates.textNeeded')
            : wrong
              ? t('templates.placeholderWrong', { example: EXAMPLE })
              : undefined
        }
        autosize
        minRows={2}
        maxRows={6}
        maxLength={maxLength}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--font-code)' } }}
      />
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconBraces size={16} />}>
            {t('templates.insert')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {keys.map((key) => (
            <Menu.Item key={key} onClick={() => insert(key)}>
              {keyName(key, t)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </PanelPart>
  );
}
