import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../rpc/useSession.ts';
import { AuditLog } from './AuditLog.tsx';
import { Conflicts } from './Conflicts.tsx';
import { Doctor } from './Doctor.tsx';
import { LifecycleCounts } from './LifecycleCounts.tsx';

const tabs = ['lifecycle', 'audit', 'doctor', 'conflicts'] as const;

/** What a supervisor looks at: where everything stands, what was done, whether the station is well. */
export function ReportsScreen() {
  const { t } = useTranslation();
  const mayAudit = useMay('audit.read');
  const [tab, setTab] = useState<(typeof tabs)[number]>('lifecycle');
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.reports')}</h1>
        <Tabs value={tab} onChange={(value) => setTab(tabs.find((one) => one === value) ?? 'lifecycle')}>
          <Tabs.List>
            {tabs
              .filter((one) => mayAudit || one === 'lifecycle' || one === 'doctor')
              .map((one) => (
                <Tabs.Tab key={one} value={one}>
                  {t(`reports.tab.${one}`)}
                </Tabs.Tab>
              ))}
          </Tabs.List>
        </Tabs>
      </div>
      {tab === 'lifecycle' ? <LifecycleCounts /> : null}
      {tab === 'audit' ? <AuditLog /> : null}
      {tab === 'doctor' ? <Doctor /> : null}
      {tab === 'conflicts' ? <Conflicts /> : null}
    </div>
  );
}
