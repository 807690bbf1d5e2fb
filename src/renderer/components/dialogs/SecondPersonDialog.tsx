import { Modal, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may } from '../../../domain/people/roles.ts';
import type { TwoPersonAction } from '../../../domain/people/roles.ts';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import { useSession } from '../../rpc/useSession.ts';
import { PinPad } from '../PinPad.tsx';
import { ProblemCard } from '../problems/ProblemCard.tsx';

interface SecondPersonDialogProps {
  readonly action: TwoPersonAction;
  readonly subjectId: string;
  readonly reason: string;
  readonly onApproved: (approvalId: string) => void;
  readonly onClose: () => void;
}

/** A second person confirms one act on one thing with the own PIN. */
export function SecondPersonDialog({
  action,
  subjectId,
  reason,
  onApproved,
  onClose,
}: SecondPersonDialogProps) {
  const { t } = useTranslation();
  const session = useSession();
  const people = useQuery(station.session.people.queryOptions());
  const witnesses = (people.data ?? []).filter(
    ({ userId, roles }) => userId !== session.userId && roles.some((role) => may(role, 'approval.give')),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const userId = chosen ?? witnesses[0]?.userId ?? null;
  const [pin, setPin] = useState('');
  const [words, setWords] = useState(reason);
  const approve = useMutation({
    ...station.session.approve.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: ({ approvalId }) => onApproved(approvalId),
    onError: () => setPin(''),
  });
  const send = () => {
    if (userId !== null && words.trim().length >= 3)
      approve.mutate({ userId, pin, action, subjectId, reason: words.trim() });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('secondPerson.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack" style={{ gap: 16 }}>
        <p style={{ margin: 0 }}>{t('secondPerson.why', { action: t(`words.twoPerson.${action}`) })}</p>
        <div className="row" style={{ alignItems: 'flex-start', gap: 24 }}>
          <div className="stack grow">
            <Select
              label={t('secondPerson.who')}
              data={witnesses.map(({ userId, displayName }) => ({ value: userId, label: displayName }))}
              value={userId}
              onChange={setChosen}
              nothingFoundMessage={t('secondPerson.nobody')}
              allowDeselect={false}
            />
            <Textarea
              label={t('common.reason')}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
              autosize
              minRows={2}
            />
          </div>
          <PinPad
            value={pin}
            onChange={setPin}
            onSubmit={send}
            busy={approve.isPending}
            submitLabel={t('secondPerson.confirm')}
          />
        </div>
        {approve.isError ? (
          <ProblemCard problem={problemOf(approve.error)} onDone={() => approve.reset()} />
        ) : null}
      </div>
    </Modal>
  );
}
