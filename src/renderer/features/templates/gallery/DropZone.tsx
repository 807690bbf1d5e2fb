import { Button, FileButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './gallery.module.css';

interface DropZoneProps {
  readonly file: File | null;
  readonly onFile: (file: File) => void;
}

/** A place to drop a file on, and a button for those who do not drag. */
export function DropZone({ file, onFile }: DropZoneProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  return (
    <div
      className={classes['drop']}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [dropped] = event.dataTransfer.files;
        if (dropped !== undefined) onFile(dropped);
      }}
    >
      <IconFileUpload size={32} stroke={1.4} aria-hidden />
      <strong>
        {file === null
          ? t('templates.drop')
          : t('templates.chosenFile', { name: file.name, size: Math.ceil(file.size / 1024) })}
      </strong>
      <span className="quiet">{t('templates.dropHint')}</span>
      <FileButton
        onChange={(chosen) => {
          if (chosen !== null) onFile(chosen);
        }}
        accept=".pdf,.html,.htm,.zip"
        inputProps={{ 'aria-label': t('templates.chooseFile') }}
      >
        {({ onClick }) => (
          <Button variant="default" onClick={onClick} data-autofocus>
            {t('templates.chooseFile')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
