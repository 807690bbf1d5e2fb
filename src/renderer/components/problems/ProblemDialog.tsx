import { Modal } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../state/store.ts';
import { ProblemCard } from './ProblemCard.tsx';
import { shownProblem } from './problemStore.ts';

/** The problem of an action that failed, over the screen. */
export function ProblemDialog() {
  const { t } = useTranslation();
  const shown = useStore(shownProblem);
  const close = () => shownProblem.set(null);
  const router = useRouter();
  // A problem belongs to the screen it happened on.
  useEffect(() => router.subscribe('onBeforeNavigate', () => shownProblem.set(null)), [router]);
  return (
    <Modal
      opened={shown !== null}
      onClose={close}
      title={t('problem.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {shown === null ? null : <ProblemCard problem={shown.problem} onRetry={shown.retry} onDone={close} />}
    </Modal>
  );
}
