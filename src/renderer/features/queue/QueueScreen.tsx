import { Button, NumberInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconListCheck, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueFilter, QueueRow } from '../../../contract/station/queue.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Empty } from '../../components/pages/Empty.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { RowGrid } from '../../components/tables/RowGrid.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useAction } from '../../keys/actions.ts';
import { station } from '../../rpc/client.ts';
import { useMay } from '../../rpc/useSession.ts';
import { preferences, setPreference } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { DeadlineBar } from './DeadlineBar.tsx';
import { QueueFilters } from './QueueFilters.tsx';
import { QueueRowPanel } from './QueueRowPanel.tsx';
import { useQueueColumns } from './useQueueColumns.tsx';
import { useQueuePages } from './useQueuePages.ts';
import { useTakeBatch } from './useTakeBatch.ts';
import classes from './queue.module.css';

/** What is owed and not yet begun, most urgent first; the clerk takes the top of it with one key. */
export function QueueScreen() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { takeCount } = useStore(preferences);
  const mayTake = useMay('batch.create');
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 60);
  const [chosen, setChosen] = useState<QueueFilter>({});
  const filter = useMemo(() => (settled === '' ? chosen : { ...chosen, search: settled }), [chosen, settled]);
  const summary = useQuery(station.queue.summary.queryOptions());
  const pages = useQueuePages(filter);
  const [active, setActive] = useState<number | null>(null);
  const take = useTakeBatch();
  const filtered = Object.keys(filter).length > 0;
  const row = active === null ? undefined : pages.rowAt(active);
  const columns = useQueueColumns(row !== undefined);
  useAction({
    id: 'queue.anew',
    keys: 'R',
    label: t('queue.anew'),
    group: 'screen',
    enabled: true,
    run: pages.showAnew,
  });

  const changeFilter = (next: QueueFilter) => {
    setActive(null);
    setChosen(next);
  };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.queue')}</h1>
        <span className="soft">
          {summary.data === undefined
            ? ''
            : t('queue.counts', {
                waiting: formats.count(summary.data.waiting),
                leased: formats.count(summary.data.leased),
              })}
        </span>
        <span className="grow" />
        {mayTake ? (
          <>
            <NumberInput
              aria-label={t('queue.howMany')}
              className={classes['take'] ?? ''}
              min={1}
              max={1000}
              step={25}
              clampBehavior="strict"
              allowDecimal={false}
              allowNegative={false}
              value={takeCount}
              onChange={(value) => {
                if (typeof value === 'number' && value >= 1 && value <= 1000)
                  setPreference({ takeCount: value });
              }}
            />
            <ActionButton
              id="queue.take"
              keys="F2"
              primary
              large
              icon={<IconListCheck size={20} />}
              label={t('queue.take', { n: takeCount })}
              loading={take.isPending}
              onRun={() => take.mutate({ count: takeCount, filter })}
            />
          </>
        ) : null}
      </div>
      <DeadlineBar dueByDay={summary.data?.dueByDay ?? []} />
      <QueueFilters
        summary={summary.data}
        filter={chosen}
        search={search}
        onSearch={setSearch}
        onFilter={changeFilter}
      />
      <div className="split">
        <div className={`${classes['list'] ?? ''} grow`}>
          {pages.changed ? (
            <div className={classes['anew']}>
              <Button size="xs" leftSection={<IconRefresh size={16} />} onClick={pages.showAnew}>
                {t('queue.changed')}
              </Button>
            </div>
          ) : null}
          <Loaded query={pages.query}>
            {() =>
              pages.loaded === 0 ? (
                <div className="sheet" style={{ height: '100%' }}>
                  <Empty
                    icon={<IconListCheck size={48} stroke={1.2} />}
                    title={filtered ? t('queue.nothingFound') : t('queue.empty')}
                    action={
                      filtered ? (
                        <Button
                          variant="default"
                          onClick={() => {
                            setSearch('');
                            changeFilter({});
                          }}
                        >
                          {t('queue.clearFilters')}
                        </Button>
                      ) : null
                    }
                  >
                    {filtered ? t('queue.nothingFoundHint') : t('queue.emptyHint')}
                  </Empty>
                </div>
              ) : (
                <RowGrid<QueueRow>
                  label={t('queue.list')}
                  columns={columns}
                  count={pages.loaded + (pages.hasMore ? 40 : 0)}
                  rowAt={pages.rowAt}
                  rowId={({ deliverableId }) => deliverableId}
                  active={active}
                  onActive={setActive}
                  onSeen={pages.onSeen}
                  rowHeight={36}
                />
              )
            }
          </Loaded>
        </div>
        {row === undefined ? null : <QueueRowPanel key={row.deliverableId} row={row} />}
      </div>
    </div>
  );
}
