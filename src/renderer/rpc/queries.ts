/** The cache of what the station answered, and what happens when a call fails. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { showProblem } from '../components/problems/problemStore.ts';
import { problemOf } from './problem.ts';
import { sessionEnded } from './session.ts';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** The screen shows this mutation's problem itself. */
      readonly ownProblem?: boolean;
    };
  }
}

function onEveryError(error: unknown): void {
  if (problemOf(error).code === 'NOT_SIGNED_IN') sessionEnded(true);
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: onEveryError }),
  mutationCache: new MutationCache({
    onError: (error, variables, _result, mutation) => {
      onEveryError(error);
      const problem = problemOf(error);
      if (problem.code === 'NOT_SIGNED_IN' || mutation.meta?.ownProblem === true) return;
      showProblem({ problem, retry: () => void mutation.execute(variables).catch(() => undefined) });
    },
  }),
  defaultOptions: {
    queries: {
      // Freshness comes from the station's events, not from a clock.
      staleTime: 60_000,
      gcTime: 300_000,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && problemOf(error).code === 'UNREACHABLE',
    },
    mutations: { networkMode: 'always' },
  },
});
