import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Loaded } from '../components/pages/Loaded.tsx';
import { SetupScreen } from '../features/setup/SetupScreen.tsx';
import { SignInScreen } from '../features/signIn/SignInScreen.tsx';
import { client, station } from '../rpc/client.ts';
import { startLive } from '../rpc/live.ts';
import { problemOf } from '../rpc/problem.ts';
import { queries } from '../rpc/queries.ts';
import { sessionBegan, sessionEnded, sessionState } from '../rpc/session.ts';
import { useStore } from '../state/store.ts';
import { Shell } from './shell/Shell.tsx';

/** What stands before the rooms: first set-up, then signing in. */
export function Gate() {
  const status = useQuery(station.setup.status.queryOptions());
  const session = useStore(sessionState);

  useEffect(() => {
    if (session.kind !== 'checking') return;
    client.session.current().then(
      (current) => sessionBegan({ token: session.token, session: current }),
      (error: unknown) => sessionEnded(problemOf(error).code === 'NOT_SIGNED_IN'),
    );
  }, [session]);

  const token = session.kind === 'in' ? session.token : null;
  useEffect(() => {
    if (token === null) return undefined;
    const stop = startLive();
    return () => {
      stop();
      // What one person saw is not kept for the next.
      queries.removeQueries({ predicate: ({ queryKey }) => !JSON.stringify(queryKey).includes('"setup"') });
    };
  }, [token]);

  return (
    <Loaded query={status}>
      {(setup) => {
        if (!setup.paired) return <SetupScreen status={setup} />;
        if (session.kind === 'checking') return null;
        if (session.kind === 'out') return <SignInScreen status={setup} ended={session.ended} />;
        return (
          <Shell setup={setup}>
            <Outlet />
          </Shell>
        );
      }}
    </Loaded>
  );
}
