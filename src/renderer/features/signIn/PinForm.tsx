import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../contract/station/session.ts';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { PinPad } from '../../components/PinPad.tsx';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { useNow } from '../../components/useNow.ts';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import { queries } from '../../rpc/queries.ts';
import { sessionBegan } from '../../rpc/session.ts';
import { countdown } from './countdown.ts';

export type SignInPerson = Person & { readonly lockedUntil: number | null };

interface PinFormProps {
  readonly person: SignInPerson;
  readonly onBack: () => void;
}

/** The PIN of the chosen person, typed or pressed; counts down while that person is locked out. */
export function PinForm({ person, onBack }: PinFormProps) {
  const { t } = useTranslation();
  const now = useNow(500);
  const [pin, setPin] = useState('');
  const signIn = useMutation({
    ...station.session.signIn.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: sessionBegan,
    onError: () => {
      setPin('');
      void queries.invalidateQueries({ queryKey: station.session.people.key() });
    },
  });
  const problem = signIn.isError ? problemOf(signIn.error) : null;
  const lockedUntil = problem?.code === 'PIN_LOCKED' ? problem.data.until : person.lockedUntil;
  const locked = lockedUntil !== null && lockedUntil > now;
  const send = () => signIn.mutate({ userId: person.userId, pin });
  return (
    <div className="stack" style={{ alignItems: 'center', gap: 16 }}>
      <h2 style={{ margin: 0, fontSize: 24, lineHeight: '32px', fontWeight: 600 }}>{person.displayName}</h2>
      {locked ? (
        <p role="status">
          <MeaningMark meaning="attention">
            {t('signIn.lockedLong', { left: countdown(lockedUntil, now) })}
          </MeaningMark>
        </p>
      ) : (
        <PinPad
          value={pin}
          onChange={setPin}
          onSubmit={send}
          busy={signIn.isPending}
          submitLabel={t('signIn.enter')}
        />
      )}
      <p aria-live="assertive" style={{ minHeight: 24 }}>
        {problem?.code === 'WRONG_PIN' ? (
          <MeaningMark meaning="bad">{t('signIn.wrong', { left: problem.data.attemptsLeft })}</MeaningMark>
        ) : null}
      </p>
      {problem !== null && problem.code !== 'WRONG_PIN' && problem.code !== 'PIN_LOCKED' ? (
        <ProblemCard problem={problem} onRetry={send} onDone={() => signIn.reset()} />
      ) : null}
      <Button variant="subtle" onClick={onBack}>
        {t('signIn.other')}
      </Button>
    </div>
  );
}
