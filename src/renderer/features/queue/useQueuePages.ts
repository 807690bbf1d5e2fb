import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { QueueFilter, QueueRow } from '../../../contract/station/queue.ts';
import { station } from '../../rpc/client.ts';
import { onTopic } from '../../rpc/live.ts';
import { queries } from '../../rpc/queries.ts';

const pageSize = 200;

/** Beyond this many loaded pages a change does not reload them; the person is asked. */
const quietPages = 3;

/** Rows loaded ahead of what is on the screen. */
const ahead = 400;

/** The queue under a filter, page after page, as far as somebody has scrolled. */
export function useQueuePages(filter: QueueFilter) {
  const query = useInfiniteQuery({
    ...station.queue.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        filter,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  const [changed, setChanged] = useState(false);
  const pages = query.data?.pages;
  const loadedPages = pages?.length ?? 0;
  const loaded = loadedPages === 0 ? 0 : (loadedPages - 1) * pageSize + (pages?.at(-1)?.rows.length ?? 0);

  const showAnew = useCallback(() => {
    setChanged(false);
    void queries.resetQueries({ queryKey: station.queue.list.key() });
  }, []);

  useEffect(
    () =>
      onTopic((topic) => {
        if (topic !== 'queue') return;
        if (loadedPages <= quietPages) void queries.invalidateQueries({ queryKey: station.queue.list.key() });
        else setChanged(true);
      }),
    [loadedPages],
  );

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onSeen = useCallback(
    (lastIndex: number) => {
      if (hasNextPage && !isFetchingNextPage && lastIndex + ahead >= loaded) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, loaded],
  );

  const rowAt = (index: number): QueueRow | undefined =>
    pages?.[Math.floor(index / pageSize)]?.rows[index % pageSize];
  return { query, loaded, hasMore: hasNextPage, rowAt, onSeen, changed, showAnew };
}
