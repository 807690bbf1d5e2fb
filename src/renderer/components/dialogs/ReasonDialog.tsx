import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface ReasonDialogProps {
  readonly title: string;
  readonly explanation: string;
  readonly confirm: string;
  readonly busy: boolean;
  readonly danger?: boolean;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks why, because the record will be asked why. Ctrl Enter confirms. */
export function ReasonDialog({
  title,
  explanation,
  confirm,
  busy,
  danger = false,
  onConfirm,
  onClose,
}: ReasonDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const ready = reason.trim().length >= 3;
  const send = () => {
    if (ready && !busy) onConfirm(reason.trim());
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <p style={{ margin: 0 }}>{explanation}</p>
        <Textarea
          label={t('common.reason')}
          description={t('common.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          }}
          maxLength={300}
          autosize
          minRows={2}
          data-autofocus
        />
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={busy} {...(danger ? { color: 'red' } : {})}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
