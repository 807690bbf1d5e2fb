import { Button, TextInput } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../keys/actions.ts';

interface ScanFieldProps {
  /** A code typed by hand, for a sheet that no scanner reads. */
  readonly onCode: (text: string) => void;
}

/** Where a code can be typed when the scanner cannot read it. */
export function ScanField({ onCode }: ScanFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useAction({
    id: 'scan.type',
    keys: '/',
    label: t('scan.type'),
    group: 'screen',
    enabled: true,
    run: () => field.current?.focus(),
  });
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        onCode(text.trim());
        setText('');
        field.current?.blur();
      }}
    >
      <TextInput
        ref={field}
        aria-label={t('scan.type')}
        placeholder={t('scan.typeHint')}
        leftSection={<IconKeyboard size={18} stroke={1.6} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            setText('');
            event.currentTarget.blur();
          }
        }}
        autoComplete="off"
        spellCheck={false}
        className="grow"
        styles={{ input: { fontFamily: 'var(--font-code)' } }}
      />
      <Button type="submit" variant="default" disabled={text.trim() === ''}>
        {t('scan.send')}
      </Button>
    </form>
  );
}
