import { Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../rpc/problem.ts';
import { ProblemCard } from '../problems/ProblemCard.tsx';

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** What a query brought; until then that it is coming, or why it does not come. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    const problem = problemOf(query.error);
    if (problem.code === 'NOT_SIGNED_IN') return null;
    return <ProblemCard problem={problem} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className="pad row">
      <Loader size="sm" aria-hidden />
      <span className="quiet" role="status">
        {t('common.loading')}
      </span>
    </div>
  );
}
