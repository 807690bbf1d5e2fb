import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../rpc/problem.ts';
import { ProblemCard } from '../problems/ProblemCard.tsx';

/** What is said of the number on a spoiled sheet. */
export type SaidSerial = { readonly sheetSerial: string } | { readonly serialUnreadable: true };

interface SerialDialogProps {
  /** Why the number is asked for. */
  readonly problem: Problem;
  readonly busy: boolean;
  readonly onSaid: (said: SaidSerial) => void;
  readonly onClose: () => void;
}

/** Does this problem ask for the number of a sheet? */
export function asksForSerial(problem: Problem): boolean {
  return problem.code === 'SERIAL_NEEDED' || problem.code === 'SERIAL_REFUSED';
}

/** Asks for the number of a spoiled sheet, scanned or typed; or that it cannot be read. */
export function SerialDialog({ problem, busy, onSaid, onClose }: SerialDialogProps) {
  const { t } = useTranslation();
  const [serial, setSerial] = useState('');
  const ready = serial.trim().length >= 3 && !busy;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('check.serialTitle')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onSaid({ sheetSerial: serial.trim() });
        }}
      >
        {problem.code === 'SERIAL_REFUSED' ? (
          <ProblemCard problem={problem} onDone={onClose} />
        ) : (
          <p style={{ margin: 0 }}>{t('check.serialWhy')}</p>
        )}
        <TextInput
          label={t('check.serial')}
          value={serial}
          onChange={(event) => setSerial(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--font-code)' } }}
          maxLength={40}
          autoComplete="off"
          data-autofocus
        />
        <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
          <Button variant="subtle" disabled={busy} onClick={() => onSaid({ serialUnreadable: true })}>
            {t('check.serialUnreadable')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={busy}>
            {t('check.serialDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
