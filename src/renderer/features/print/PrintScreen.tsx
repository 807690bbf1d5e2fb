import { Button, SegmentedControl } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchState, BatchSummary, PageCheck } from '../../../contract/station/batches.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { BatchStateMark } from '../../components/marks/BatchStateMark.tsx';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { Empty } from '../../components/pages/Empty.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { RowGrid } from '../../components/tables/RowGrid.tsx';
import type { RowColumn } from '../../components/tables/RowGrid.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { CheckProgress } from './CheckProgress.tsx';
import { Parts } from './Parts.tsx';
import { useChecks } from './useRenderBatch.ts';

const groups: Readonly<Record<'active' | 'done', readonly BatchState[]>> = {
  active: ['open', 'rendered', 'printing', 'printed'],
  done: ['closed', 'cancelled'],
};

/** All batches: those in work, and those that are done. */
export function PrintScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const checks = useChecks();
  const [group, setGroup] = useState<'active' | 'done'>('active');
  const [active, setActive] = useState<number | null>(0);
  const list = useInfiniteQuery(
    station.batches.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        states: [...groups[group]],
        limit: 100,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onSeen = useCallback(
    (last: number) => {
      if (hasNextPage && !isFetchingNextPage && last >= rows.length - 20) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length],
  );
  const open = (batch: BatchSummary) =>
    void navigate({ to: '/print/$batchId', params: { batchId: batch.batchId } });
  const chosen = active === null ? undefined : rows[active];
  const columns = useColumns(checks);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.print')}</h1>
        <SegmentedControl
          aria-label={t('print.which')}
          value={group}
          onChange={(value) => {
            setActive(0);
            setGroup(value === 'done' ? 'done' : 'active');
          }}
          data={[
            { value: 'active', label: t('print.active') },
            { value: 'done', label: t('print.done') },
          ]}
        />
        <span className="grow" />
        <ActionButton
          id="print.open"
          keys="F2"
          primary
          label={t('print.open')}
          disabled={chosen === undefined}
          onRun={() => {
            if (chosen !== undefined) open(chosen);
          }}
        />
      </div>
      <div className="grow">
        <Loaded query={list}>
          {() =>
            rows.length === 0 ? (
              <div className="sheet" style={{ height: '100%' }}>
                <Empty
                  icon={<IconPrinter size={48} stroke={1.2} />}
                  title={t('print.empty')}
                  action={
                    <Button renderRoot={(props) => <Link {...props} to="/queue" />} variant="default">
                      {t('steps.go_queue')}
                    </Button>
                  }
                >
                  {t('print.emptyHint')}
                </Empty>
              </div>
            ) : (
              <RowGrid
                label={t('print.list')}
                columns={columns}
                count={rows.length}
                rowAt={(index) => rows[index]}
                rowId={({ batchId }) => batchId}
                active={active}
                onActive={setActive}
                onOpen={open}
                onSeen={onSeen}
                rowHeight={52}
              />
            )
          }
        </Loaded>
      </div>
    </div>
  );
}

/** What a row shows. */
function useColumns(checks: ReadonlyMap<string, PageCheck>) {
  const { t } = useTranslation();
  const formats = useFormats();
  return useMemo<readonly RowColumn<BatchSummary>[]>(
    () => [
      {
        id: 'number',
        header: t('print.column.batch'),
        width: '136px',
        cell: (batch) => <span className="code">{batch.batchNumber}</span>,
      },
      {
        id: 'state',
        header: t('print.column.state'),
        width: '232px',
        cell: (batch) => {
          const check = checks.get(batch.batchId);
          if (check !== undefined) return <CheckProgress check={check} />;
          return batch.findings > 0 ? (
            <MeaningMark meaning="bad">{t('print.findings', { n: batch.findings })}</MeaningMark>
          ) : (
            <BatchStateMark state={batch.state} />
          );
        },
      },
      {
        id: 'parts',
        header: t('print.column.sheets'),
        width: 'minmax(200px, 2fr)',
        cell: (batch) => <Parts counts={batch.counts} />,
      },
      {
        id: 'template',
        header: t('print.column.template'),
        width: 'minmax(160px, 2fr)',
        cell: (batch) => <span className="soft">{batch.templateTitle}</span>,
      },
      {
        id: 'due',
        header: t('print.column.due'),
        width: '136px',
        cell: (batch) => (batch.earliestDueAt === null ? '–' : formats.fromNow(batch.earliestDueAt)),
      },
      {
        id: 'who',
        header: t('print.column.who'),
        width: '184px',
        cell: (batch) => <span className="soft">{batch.createdBy}</span>,
      },
    ],
    [t, formats, checks],
  );
}
