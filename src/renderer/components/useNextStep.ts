import { useNavigate } from '@tanstack/react-router';
import { client } from '../rpc/client.ts';
import { problemOf } from '../rpc/problem.ts';
import { queries } from '../rpc/queries.ts';
import { sessionEnded } from '../rpc/session.ts';
import type { NextStep } from './problems/problems.ts';
import { showProblem } from './problems/problemStore.ts';

/** Takes a step that a problem offered. */
export function useNextStep(): (step: NextStep) => void {
  const navigate = useNavigate();
  return (step) => {
    switch (step) {
      case 'sign_in':
        return sessionEnded(false);
      case 'reload':
        return window.location.reload();
      case 'sync_now':
        client.sync.runNow().then(
          () => queries.invalidateQueries(),
          (error: unknown) => showProblem({ problem: problemOf(error), retry: null }),
        );
        return undefined;
      case 'go_queue':
        return void navigate({ to: '/queue' });
      case 'go_print':
        return void navigate({ to: '/print' });
      case 'go_pack':
        return void navigate({ to: '/pack' });
      case 'go_stock':
        return void navigate({ to: '/stock' });
      case 'go_reports':
        return void navigate({ to: '/reports' });
      case 'go_settings':
        return void navigate({ to: '/settings' });
      case 'retry':
      case 'close':
        return undefined;
    }
  };
}
