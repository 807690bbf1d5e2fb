import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DraftEdits } from './useDraftEdits.ts';

/** Saves before the screen is left, and asks when that is not possible. */
export function UnsavedGuard({ autosave }: { readonly autosave: DraftEdits['autosave'] }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: async () => !(await autosave.flush()),
    enableBeforeUnload: false,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Modal
      opened
      onClose={blocker.reset}
      title={t('templates.save.problem')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack" style={{ gap: 16 }}>
        <p style={{ margin: 0 }}>{t('templates.leaveUnsaved')}</p>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="outline" color="red" onClick={blocker.proceed}>
            {t('templates.leave')}
          </Button>
          <Button onClick={blocker.reset} data-autofocus>
            {t('templates.stay')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
