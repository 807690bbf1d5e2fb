import { Button, Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SpoilReason } from '../../../contract/station/qc.ts';
import { SecondPersonDialog } from '../../components/dialogs/SecondPersonDialog.tsx';
import { asksForSerial, SerialDialog } from '../../components/dialogs/SerialDialog.tsx';
import type { SaidSerial } from '../../components/dialogs/SerialDialog.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { isEditable } from '../../keys/keyboard.ts';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import { queries } from '../../rpc/queries.ts';
import classes from './check.module.css';

export interface SheetToSpoil {
  readonly pieceId: string;
  readonly name: string | null;
  readonly position: number | null;
}

interface SpoilDialogProps {
  readonly sheet: SheetToSpoil;
  readonly onClose: () => void;
  readonly onSpoiled: () => void;
}

/** Takes a sheet out for good, with a reason and, where the rules want it, a second person. */
export function SpoilDialog({ sheet, onClose, onSpoiled }: SpoilDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<SpoilReason | null>(null);
  const [note, setNote] = useState('');
  const spoil = useMutation({
    ...station.qc.spoil.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: ({ requeued }) => {
      notifications.show({ message: requeued ? t('check.spoiledAgain') : t('check.spoiled') });
      void queries.invalidateQueries({ queryKey: station.qc.key() });
      void queries.invalidateQueries({ queryKey: station.batches.key() });
      void queries.invalidateQueries({ queryKey: station.overview.key() });
      onSpoiled();
    },
  });
  const [serial, setSerial] = useState<SaidSerial | null>(null);
  const send = (approvalId?: string, said = serial) => {
    if (reason === null || spoil.isPending) return;
    setSerial(said);
    spoil.mutate({
      pieceId: sheet.pieceId,
      reason,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(approvalId === undefined ? {} : { approvalId }),
      ...said,
    });
  };
  const problem = spoil.isError ? problemOf(spoil.error) : null;
  const title = t('check.spoilTitle', {
    sheet: sheet.name ?? t('check.sheetAt', { position: sheet.position ?? '–' }),
  });
  if (problem !== null && asksForSerial(problem)) {
    return (
      <SerialDialog
        problem={problem}
        busy={spoil.isPending}
        onSaid={(said) => send(undefined, said)}
        onClose={() => spoil.reset()}
      />
    );
  }
  if (problem?.code === 'APPROVAL_NEEDED' && reason !== null) {
    const words = [t(`words.spoil.${reason}`), note.trim()].filter((part) => part !== '').join(': ');
    return (
      <SecondPersonDialog
        action="spoil_numbered_sheet"
        subjectId={sheet.pieceId}
        reason={words}
        onApproved={(approvalId) => send(approvalId)}
        onClose={() => spoil.reset()}
      />
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {/* The digits choose a reason wherever the focus is in the dialog. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        onKeyDown={(event) => {
          const option = SpoilReason.options[Number(event.key) - 1];
          if (option !== undefined && !isEditable(event.target)) setReason(option);
        }}
      >
        <p style={{ margin: 0 }}>{t('check.spoilWhy')}</p>
        <div className={classes['reasons']} role="radiogroup" aria-label={t('common.reason')}>
          {SpoilReason.options.map((option, index) => (
            <button
              key={option}
              type="button"
              role="radio"
              aria-checked={reason === option}
              className={classes['reasonTile']}
              onClick={() => setReason(option)}
              {...(index === 0 ? { 'data-autofocus': true } : {})}
            >
              <Keycap keys={String(index + 1)} />
              {t(`words.spoil.${option}`)}
            </button>
          ))}
        </div>
        <Textarea
          label={t('check.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={500}
          autosize
          minRows={1}
        />
        {problem === null ? null : (
          <ProblemCard problem={problem} onRetry={() => send()} onDone={() => spoil.reset()} />
        )}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={reason === null} loading={spoil.isPending}>
            {t('check.spoilDo')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
