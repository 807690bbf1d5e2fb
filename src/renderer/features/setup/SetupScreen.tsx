import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupStatus } from '../../../contract/station/setup.ts';
import { FrontPage } from '../../components/pages/FrontPage.tsx';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import { queries } from '../../rpc/queries.ts';

/** First set-up: the station learns which central it belongs to. */
export function SetupScreen({ status }: { readonly status: SetupStatus }) {
  const { t } = useTranslation();
  const [centralUrl, setCentralUrl] = useState(status.centralUrl ?? '');
  const [code, setCode] = useState('');
  const [stationName, setStationName] = useState(status.stationName ?? '');
  const pair = useMutation({
    ...station.setup.pair.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: () => queries.invalidateQueries(),
  });
  const complete = centralUrl.trim() !== '' && code.trim().length >= 4 && stationName.trim() !== '';
  const send = () =>
    pair.mutate({ centralUrl: centralUrl.trim(), code: code.trim(), stationName: stationName.trim() });
  return (
    <FrontPage title={t('setup.title')} version={status.version}>
      <p className="soft">{t('setup.intro')}</p>
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) send();
        }}
      >
        <TextInput
          label={t('setup.central')}
          description={t('setup.centralHint')}
          placeholder="https://central.example.org"
          value={centralUrl}
          onChange={(event) => setCentralUrl(event.currentTarget.value)}
          inputMode="url"
          data-autofocus
          required
        />
        <TextInput
          label={t('setup.code')}
          description={t('setup.codeHint')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          required
        />
        <TextInput
          label={t('setup.name')}
          description={t('setup.nameHint')}
          value={stationName}
          onChange={(event) => setStationName(event.currentTarget.value)}
          required
        />
        <div>
          <Button type="submit" size="md" disabled={!complete} loading={pair.isPending}>
            {t('setup.pair')}
          </Button>
        </div>
        {pair.isPending ? <p role="status">{t('setup.pairing')}</p> : null}
      </form>
      {pair.isError ? (
        <ProblemCard problem={problemOf(pair.error)} onRetry={send} onDone={() => pair.reset()} />
      ) : null}
    </FrontPage>
  );
}
