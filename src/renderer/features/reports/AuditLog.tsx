import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../contract/station/history.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { RowGrid } from '../../components/tables/RowGrid.tsx';
import type { RowColumn } from '../../components/tables/RowGrid.tsx';
import { useFormats } from '../../i18n/format.ts';
import { client, station } from '../../rpc/client.ts';
import { auditDetail, eventText } from '../history/events.ts';

/** Everything that someone did, in a chain that shows when it has been altered. */
export function AuditLog() {
  const { t } = useTranslation();
  const formats = useFormats();
  const [active, setActive] = useState<number | null>(null);
  const log = useInfiniteQuery(
    station.history.audit.infiniteOptions({
      input: (cursor: string | undefined) => ({ limit: 200, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  );
  const rows = useMemo(() => log.data?.pages.flatMap((page) => page.rows) ?? [], [log.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = log;
  const onSeen = useCallback(
    (last: number) => {
      if (hasNextPage && !isFetchingNextPage && last >= rows.length - 60) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length],
  );
  const check = useMutation({ mutationFn: () => client.history.auditCheck() });
  const columns = useColumns();
  return (
    <>
      <div className="row">
        <ActionButton
          id="reports.check"
          keys="F2"
          primary
          label={t('reports.check')}
          loading={check.isPending}
          onRun={() => check.mutate()}
        />
        <span role="status">
          {check.data === undefined ? null : check.data.intact ? (
            <MeaningMark meaning="good">
              {t('reports.intact', { n: formats.count(check.data.entries) })}
            </MeaningMark>
          ) : (
            <MeaningMark meaning="bad">
              {t('reports.broken', { n: check.data.firstBroken ?? '–' })}
            </MeaningMark>
          )}
        </span>
      </div>
      <div className="grow">
        <Loaded query={log}>
          {() => (
            <RowGrid
              label={t('reports.tab.audit')}
              columns={columns}
              count={rows.length}
              rowAt={(index) => rows[index]}
              rowId={({ sequence }) => String(sequence)}
              active={active}
              onActive={setActive}
              onSeen={onSeen}
              rowHeight={36}
            />
          )}
        </Loaded>
      </div>
    </>
  );
}

/** What a row shows. */
function useColumns() {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  return useMemo<readonly RowColumn<AuditEntry>[]>(
    () => [
      {
        id: 'sequence',
        header: '#',
        width: '64px',
        end: true,
        cell: (entry) => <span className="quiet">{entry.sequence}</span>,
      },
      { id: 'at', header: t('common.when'), width: '184px', cell: (entry) => formats.instant(entry.at) },
      {
        id: 'who',
        header: t('common.who'),
        width: '168px',
        cell: (entry) => entry.who ?? t('reports.station'),
      },
      {
        id: 'action',
        header: t('reports.action'),
        width: '232px',
        cell: (entry) => eventText(entry.action, i18n.language),
      },
      {
        id: 'subject',
        header: t('reports.subject'),
        width: '200px',
        cell: (entry) => <span className="code">{entry.subject}</span>,
      },
      {
        id: 'detail',
        header: t('reports.detail'),
        width: 'minmax(120px, 1fr)',
        cell: (entry) => <span className="soft">{auditDetail(entry.detail, i18n.language)}</span>,
      },
    ],
    [t, i18n.language, formats],
  );
}
