import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupStatus } from '../../../contract/station/setup.ts';
import { ProblemDialog } from '../../components/problems/ProblemDialog.tsx';
import { station } from '../../rpc/client.ts';
import { useSession } from '../../rpc/useSession.ts';
import { roomsFor } from '../rooms.ts';
import { Banners } from './Banners.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { Rail } from './Rail.tsx';
import { StatusStrip } from './StatusStrip.tsx';
import classes from './shell.module.css';

/** The house around every room: rail, status strip, banners, and the room in the middle. */
export function Shell({ setup, children }: { readonly setup: SetupStatus; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const session = useSession();
  const counts = useQuery({ ...station.overview.counts.queryOptions(), refetchInterval: 60_000 });
  const rooms = roomsFor(session.permissions, counts.data);
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#work" onClick={focusWork}>
        {t('shell.skip')}
      </a>
      <Rail rooms={rooms} counts={counts.data} />
      <div className={classes['middle']}>
        <StatusStrip setup={setup} counts={counts.data} />
        <Banners />
        <main id="work" tabIndex={-1} className={classes['work']}>
          {children}
        </main>
      </div>
      <CommandPalette rooms={rooms} />
      <KeyHelp />
      <ProblemDialog />
    </div>
  );
}

function focusWork(event: React.MouseEvent): void {
  // The part after # belongs to the routes.
  event.preventDefault();
  document.getElementById('work')?.focus();
}
