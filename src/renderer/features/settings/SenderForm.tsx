import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PostalAddress } from '../../../domain/address.ts';
import { AddressBlock } from '../../components/address/AddressBlock.tsx';
import { useAddressDraft } from '../../components/address/addressDraft.ts';
import { AddressFields } from '../../components/address/AddressFields.tsx';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import { queries } from '../../rpc/queries.ts';
import { useMay } from '../../rpc/useSession.ts';

/** Where this school sends from: on every label and envelope. An administrator sets it. */
export function SenderForm() {
  const { t } = useTranslation();
  const sender = useQuery(station.settings.shipFrom.queryOptions());
  return (
    <section className="sheet pad stack" style={{ gap: 16 }} aria-label={t('sender.title')}>
      <h2 className="section">{t('sender.title')}</h2>
      <p className="soft" style={{ margin: 0 }}>
        {t('sender.why')}
      </p>
      <Loaded query={sender}>
        {({ address, demo }) => <Sender key={JSON.stringify(address)} address={address} demo={demo} />}
      </Loaded>
    </section>
  );
}

function Sender({ address, demo }: { readonly address: PostalAddress | null; readonly demo: boolean }) {
  const { t } = useTranslation();
  const maySet = useMay('settings.write');
  const draft = useAddressDraft(address);
  const save = useMutation({
    ...station.settings.setShipFrom.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: () => {
      notifications.show({ message: t('sender.saved') });
      void queries.invalidateQueries({ queryKey: station.settings.key() });
    },
  });
  if (!maySet)
    return (
      <div className="stack">
        {address === null ? (
          <MeaningMark meaning="attention">{t('sender.missing')}</MeaningMark>
        ) : (
          <AddressBlock address={address} problems={[]} />
        )}
        <span className="soft">{t('sender.onlyAdministrator')}</span>
      </div>
    );
  return (
    <form
      className="stack"
      style={{ gap: 12 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.parsed !== null) save.mutate(draft.parsed);
      }}
    >
      {address === null ? <MeaningMark meaning="attention">{t('sender.missing')}</MeaningMark> : null}
      {demo ? <span className="soft">{t('sender.demo')}</span> : null}
      <AddressFields draft={draft} />
      {save.isError ? <ProblemCard problem={problemOf(save.error)} onDone={() => save.reset()} /> : null}
      <div>
        <Button type="submit" disabled={draft.parsed === null} loading={save.isPending}>
          {t('sender.save')}
        </Button>
      </div>
    </form>
  );
}
