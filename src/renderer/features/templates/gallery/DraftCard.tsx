import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DraftSummary } from '../../../../contract/station/templates.ts';
import { useFormats } from '../../../i18n/format.ts';
import classes from './gallery.module.css';

interface DraftCardProps {
  readonly draft: DraftSummary;
  readonly onOpen: () => void;
  readonly onDiscard: () => void;
}

/** A draft, with who edited it when. */
export function DraftCard({ draft, onOpen, onDiscard }: DraftCardProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { title, paperName, source, editedBy, editedAt } = draft;
  return (
    <article className={classes['draft']} aria-label={title}>
      <div className="grow">
        <h3 className={classes['title']}>{title}</h3>
        <p className={classes['when']}>
          {paperName} · {t(`templates.source.${source}`)}
        </p>
        <p className={classes['when']}>
          {t('templates.editedBy', { who: editedBy, at: formats.fromNow(editedAt) })}
        </p>
      </div>
      <Tooltip label={t('templates.discard')}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('templates.discardOf', { title })}
          onClick={onDiscard}
        >
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
      <Button
        size="xs"
        variant="outline"
        leftSection={<IconPencil size={16} />}
        aria-label={t('templates.openOf', { title })}
        onClick={onOpen}
      >
        {t('templates.open')}
      </Button>
    </article>
  );
}
