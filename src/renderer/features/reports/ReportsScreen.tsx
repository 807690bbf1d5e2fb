import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { station } from '../../rpc/client.ts';
import { useMay } from '../../rpc/useSession.ts';
import { AuditLog } from './AuditLog.tsx';
import { Conflicts } from './Conflicts.tsx';
import { Doctor } from './Doctor.tsx';
import { LifecycleCounts } from './LifecycleCounts.tsx';
import { Restored } from './Restored.tsx';

const tabs = ['lifecycle', 'audit', 'doctor', 'conflicts', 'restored'] as const;

/** What a supervisor looks at: where everything stands, what was done, whether the station is well. */
export function ReportsScreen() {
  const { t } = useTranslation();
  const mayAudit = useMay('audit.read');
  const counts = useQuery(station.overview.counts.queryOptions());
  const held = counts.data?.restored ?? 0;
  const [chosen, setTab] = useState<(typeof tabs)[number] | null>(null);
  // What holds work back comes first.
  const tab = chosen ?? (held > 0 ? 'restored' : 'lifecycle');
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.reports')}</h1>
        <Tabs value={tab} onChange={(value) => setTab(tabs.find((one) => one === value) ?? 'lifecycle')}>
          <Tabs.List>
            {tabs
              .filter((one) =>
                one === 'restored' ? held > 0 : mayAudit || one === 'lifecycle' || one === 'doctor',
              )
              .map((one) => (
                <Tabs.Tab key={one} value={one}>
                  {one === 'restored' ? t('restored.title') : t(`reports.tab.${one}`)}
                </Tabs.Tab>
              ))}
          </Tabs.List>
        </Tabs>
      </div>
      {tab === 'lifecycle' ? <LifecycleCounts /> : null}
      {tab === 'audit' ? <AuditLog /> : null}
      {tab === 'doctor' ? <Doctor /> : null}
      {tab === 'conflicts' ? <Conflicts /> : null}
      {tab === 'restored' ? <Restored /> : null}
    </div>
  );
}
