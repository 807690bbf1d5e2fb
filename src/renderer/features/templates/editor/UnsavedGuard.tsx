import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../state/store.ts';
import type { DraftEdits } from './useDraftEdits.ts';

/** Saves before the screen is left, and asks when that is not possible. */
export function UnsavedGuard({ autosave }: { readonly autosave: DraftEdits['autosave'] }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: async () => !(await autosave.flush()),
    enableBeforeUnload: false,
    withResolver: true,
  });
  const elsewhere = useStore(autosave.state).kind === 'elsewhere';
  if (blocker.status !== 'blocked') return null;
  return (
    <Modal
      opened
      onClose={blocker.reset}
      title={t('templates.save.problem')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack" style={{ gap: 16 }}>
        <p style={{ margin: 0 }}>{t(elsewhere ? 'templates.leaveElsewhere' : 'templates.leaveUnsaved')}</p>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button
            variant={elsewhere ? 'outline' : 'default'}
            {...(elsewhere ? { color: 'red' } : {})}
            onClick={blocker.proceed}
          >
            {t(elsewhere ? 'templates.leaveAndLose' : 'templates.leave')}
          </Button>
          <Button onClick={blocker.reset} data-autofocus>
            {t('templates.stay')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
