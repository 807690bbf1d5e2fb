import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileText, IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ActionButton } from './ActionButton.tsx';
import { openFile } from './openFile.ts';

interface LetterButtonsProps {
  readonly id: string;
  readonly keys?: string;
  readonly label: string;
  readonly file: () => Promise<File>;
  readonly print: (printerId: string) => Promise<{ readonly pages: number }>;
  /** Null: no printer is set up. */
  readonly printerId: string | null;
}

/** A letter or list to look at, and beside it to the printer. */
export function LetterButtons({ id, keys, label, file, print, printerId }: LetterButtonsProps) {
  const { t } = useTranslation();
  const open = useMutation({ mutationFn: file, onSuccess: openFile });
  const send = useMutation({
    mutationFn: print,
    onSuccess: ({ pages }) =>
      notifications.show({ message: t('letters.sent', { letter: label, count: pages }) }),
  });
  return (
    <span className="row" style={{ gap: 4 }}>
      <ActionButton
        id={id}
        keys={keys ?? null}
        label={label}
        icon={<IconFileText size={18} />}
        loading={open.isPending}
        onRun={() => open.mutate()}
      />
      <Tooltip label={t('letters.print', { letter: label })}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('letters.print', { letter: label })}
          disabled={printerId === null}
          loading={send.isPending}
          onClick={() => {
            if (printerId !== null) send.mutate(printerId);
          }}
        >
          <IconPrinter size={18} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
