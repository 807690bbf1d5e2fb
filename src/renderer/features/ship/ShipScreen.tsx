import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { station } from '../../rpc/client.ts';
import { Manifests } from './handOver/Manifests.tsx';
import { ParcelDesk } from './ParcelDesk.tsx';
import { Intents } from './purchases/Intents.tsx';
import { ReturnedDesk } from './returned/ReturnedDesk.tsx';
import { parcelTabs, shipTabs } from './shipTabs.ts';
import type { ShipTab } from './shipTabs.ts';

/** Postage, the label on the envelope, hand-over. */
export function ShipScreen() {
  const { t } = useTranslation();
  const [tab, setTab] = useState<ShipTab>('packed');
  const intents = useQuery(station.shipping.openIntents.queryOptions());
  const parked = useQuery(station.jobs.parked.queryOptions());
  const returned = useQuery(station.shipping.returned.queryOptions());
  const waiting: Readonly<Partial<Record<ShipTab, number>>> = {
    intents: (intents.data?.length ?? 0) + (parked.data?.length ?? 0),
    returned: returned.data?.length ?? 0,
  };
  const choose = (value: string | null) => {
    const next = shipTabs.find((one) => one === value);
    if (next !== undefined) setTab(next);
  };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.ship')}</h1>
        <Tabs value={tab} onChange={choose} variant="default">
          <Tabs.List>
            {shipTabs.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`ship.tab.${one}`)}
                {(waiting[one] ?? 0) > 0 ? ` (${waiting[one] ?? 0})` : ''}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      </div>
      {tab === 'returned' ? (
        <ReturnedDesk />
      ) : tab === 'intents' ? (
        <Intents />
      ) : tab === 'manifests' ? (
        <Manifests />
      ) : (
        <ParcelDesk key={tab} tab={tab} states={parcelTabs[tab]} onTab={setTab} />
      )}
    </div>
  );
}
