import { notifications } from '@mantine/notifications';
import { IconMailbox } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel, ParcelState } from '../../../contract/station/packing.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Empty } from '../../components/pages/Empty.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { ScanField } from '../../components/sheets/ScanField.tsx';
import { RowGrid } from '../../components/tables/RowGrid.tsx';
import { client, station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';
import { useScanLine } from '../../scanner/useScanLine.ts';
import { HandOverResult } from './handOver/HandOverResult.tsx';
import type { HandOverOutcome } from './handOver/HandOverResult.tsx';
import { ParcelPanel } from './ParcelPanel.tsx';
import type { ShipAnswer } from './shipAnswer.ts';
import { namesParcel } from './shipTabs.ts';
import type { ParcelTab, ShipTab } from './shipTabs.ts';
import { useParcelColumns } from './useParcelColumns.tsx';
import { VerifyBar } from './VerifyBar.tsx';

interface ParcelDeskProps {
  readonly tab: ParcelTab;
  readonly states: readonly ParcelState[];
  readonly onTab: (tab: ShipTab) => void;
}

const refreshShipping = () => {
  void queries.invalidateQueries({ queryKey: station.shipping.key() });
  void queries.invalidateQueries({ queryKey: station.overview.key() });
};

/** The parcels of one desk, the one in hand, and what is done with them, one by one or all at once. */
export function ParcelDesk({ tab, states, onTab }: ParcelDeskProps) {
  const { t } = useTranslation();
  const columns = useParcelColumns(tab);
  const list = useInfiniteQuery(
    station.shipping.parcels.infiniteOptions({
      input: (cursor: string | undefined) => ({
        states: [...states],
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
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [kept, setKept] = useState<Parcel | null>(null);
  const [outcome, setOutcome] = useState<HandOverOutcome | null>(null);
  const parcel =
    rows.find(({ parcelId }) => parcelId === chosenId) ??
    (kept?.parcelId === chosenId ? kept : null) ??
    rows[0] ??
    null;
  const active = parcel === null ? -1 : rows.findIndex(({ parcelId }) => parcelId === parcel.parcelId);

  const line = useScanLine<ShipAnswer>(
    async (text) => {
      const named = rows.find((row) => namesParcel(text, row));
      if (named !== undefined) {
        setChosenId(named.parcelId);
        return { kind: 'chosen', parcel: named };
      }
      if (parcel === null || tab !== 'labelled') return { kind: 'no_parcel' };
      const { verdict, parcel: after } = await client.shipping.verifyLabel({
        parcelId: parcel.parcelId,
        text,
      });
      if (verdict === 'match') {
        // The next envelope comes into the hand by itself; the checked one leaves this list.
        setChosenId(rows[active + 1]?.parcelId ?? null);
        refreshShipping();
      }
      return { kind: 'label', verdict, parcel: after };
    },
    (answer) =>
      answer.kind === 'chosen'
        ? 'waiting'
        : answer.kind === 'label' && answer.verdict === 'match'
          ? 'good'
          : answer.kind === 'label' && answer.verdict === 'other_parcels_label'
            ? 'bad'
            : 'attention',
  );

  const buyMany = useMutation({
    ...station.shipping.buyMany.mutationOptions(),
    onSuccess: ({ bought, failed }) => {
      refreshShipping();
      notifications.show({ message: t('ship.boughtMany', { n: bought.length }) });
      if (failed.length > 0) {
        setOutcome({
          kind: 'buy',
          manifests: [],
          leftOut: failed.map(({ parcelId, reason }) => ({
            parcelId,
            parcelNumber: rows.find((row) => row.parcelId === parcelId)?.parcelNumber ?? parcelId,
            reason,
          })),
        });
      } else onTab('labelled');
    },
  });
  const handOver = useMutation({
    ...station.shipping.handOver.mutationOptions(),
    onSuccess: ({ manifests, leftOut }) => {
      refreshShipping();
      setOutcome({ kind: 'hand_over', manifests, leftOut });
    },
  });

  return (
    <>
      <div className="row">
        <div style={{ width: 416 }}>
          <ScanField onCode={line.scan} />
        </div>
        <span className="grow" />
        {tab === 'packed' ? (
          <ActionButton
            id="ship.buyAll"
            keys="F9"
            label={t('ship.buyAll', { n: rows.length })}
            disabled={rows.length === 0}
            loading={buyMany.isPending}
            onRun={() => buyMany.mutate({ parcelIds: rows.slice(0, 500).map(({ parcelId }) => parcelId) })}
          />
        ) : null}
        {tab === 'closed' ? (
          <ActionButton
            id="ship.handOver"
            keys="F2"
            primary
            label={t('ship.handOver', { n: rows.length })}
            disabled={rows.length === 0}
            loading={handOver.isPending}
            onRun={() => handOver.mutate({ parcelIds: rows.slice(0, 1000).map(({ parcelId }) => parcelId) })}
          />
        ) : null}
      </div>
      {tab === 'labelled' ? <VerifyBar answer={line.answer} parcel={parcel} turn={line.turn} /> : null}
      {line.problem === null ? null : (
        <div className="sheet">
          <ProblemCard problem={line.problem} onRetry={line.retry} onDone={line.clear} />
        </div>
      )}
      <div className="split">
        <div className="grow">
          <Loaded query={list}>
            {() =>
              rows.length === 0 ? (
                <div className="sheet" style={{ height: '100%' }}>
                  <Empty icon={<IconMailbox size={48} stroke={1.2} />} title={t('ship.empty')}>
                    {t(`ship.emptyHint.${tab}`)}
                  </Empty>
                </div>
              ) : (
                <RowGrid<Parcel>
                  label={t('ship.list')}
                  columns={columns}
                  count={rows.length}
                  rowAt={(index) => rows[index]}
                  rowId={({ parcelId }) => parcelId}
                  active={active < 0 ? null : active}
                  onActive={(index) => setChosenId(rows[index]?.parcelId ?? null)}
                  onSeen={onSeen}
                  rowHeight={52}
                />
              )
            }
          </Loaded>
        </div>
        {parcel === null ? null : (
          <ParcelPanel
            key={parcel.parcelId}
            parcel={parcel}
            onBought={(after) => {
              setKept(after);
              refreshShipping();
            }}
          />
        )}
      </div>
      {outcome === null ? null : <HandOverResult outcome={outcome} onClose={() => setOutcome(null)} />}
    </>
  );
}
