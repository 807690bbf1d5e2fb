import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import {
  IconCloudCheck,
  IconKeyboard,
  IconLogout,
  IconPrinter,
  IconSearch,
  IconUserCircle,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SetupStatus } from '../../../contract/station/setup.ts';
import { MeaningIcon, MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { sessionEnded } from '../../rpc/session.ts';
import { useSession } from '../../rpc/useSession.ts';
import type { Counts } from '../rooms.ts';
import { openKeyHelp } from './keyHelpStore.ts';
import classes from './shell.module.css';

interface StatusStripProps {
  readonly setup: SetupStatus;
  readonly counts: Counts | undefined;
}

/** Who, where, and what is wrong. Quiet unless something is. */
export function StatusStrip({ setup, counts }: StatusStripProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const session = useSession();
  const signOut = useMutation({
    ...station.session.signOut.mutationOptions(),
    onSettled: () => sessionEnded(false),
  });
  return (
    <section className={classes['strip']} aria-label={t('shell.status')}>
      <span className={`${classes['fact'] ?? ''} ${classes['station'] ?? ''} cut`}>{setup.stationName}</span>
      {setup.demo ? (
        <span className={classes['demo']} title={t('shell.demoWhy')}>
          {t('shell.demo')}
        </span>
      ) : null}
      <CentralState />
      <Printers />
      <span className="grow" />
      {(counts?.late ?? 0) > 0 ? (
        <Link to="/queue" className={classes['factLink']}>
          <MeaningMark meaning="bad">{t('shell.late', { n: formats.count(counts?.late ?? 0) })}</MeaningMark>
        </Link>
      ) : null}
      {(counts?.atRisk ?? 0) > 0 ? (
        <Link to="/queue" className={classes['factLink']}>
          <MeaningMark meaning="attention">
            {t('shell.atRisk', { n: formats.count(counts?.atRisk ?? 0) })}
          </MeaningMark>
        </Link>
      ) : null}
      {(counts?.lowStock ?? 0) > 0 ? (
        <Link to="/stock" className={classes['factLink']}>
          <MeaningMark meaning="attention">
            {t('shell.lowStock', { n: formats.count(counts?.lowStock ?? 0) })}
          </MeaningMark>
        </Link>
      ) : null}
      {(counts?.restored ?? 0) > 0 ? (
        <Link to="/reports" className={classes['factLink']}>
          <MeaningMark meaning="bad">
            {t('shell.restored', { n: formats.count(counts?.restored ?? 0) })}
          </MeaningMark>
        </Link>
      ) : null}
      {(counts?.parkedJobs ?? 0) > 0 ? (
        <Link to="/ship" className={classes['factLink']}>
          <MeaningMark meaning="attention">
            {t('shell.parkedJobs', { n: formats.count(counts?.parkedJobs ?? 0) })}
          </MeaningMark>
        </Link>
      ) : null}
      {(counts?.parkedLabels ?? 0) > 0 ? (
        <Link to="/ship" className={classes['factLink']}>
          <MeaningMark meaning="attention">
            {t('shell.parked', { n: formats.count(counts?.parkedLabels ?? 0) })}
          </MeaningMark>
        </Link>
      ) : null}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('shell.palette')}
        title={`${t('shell.palette')} (Ctrl K)`}
        onClick={() => spotlight.open()}
      >
        <IconSearch size={20} stroke={1.6} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('shell.keys')}
        title={`${t('shell.keys')} (?)`}
        onClick={openKeyHelp}
      >
        <IconKeyboard size={20} stroke={1.6} />
      </ActionIcon>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <UnstyledButton
            className={classes['person']}
            aria-label={t('shell.person', { name: session.displayName })}
          >
            <IconUserCircle size={20} stroke={1.6} aria-hidden />
            <span className="cut">{session.displayName}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{formats.list(session.roles.map((role) => t(`words.role.${role}`)))}</Menu.Label>
          <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => signOut.mutate({})}>
            {t('shell.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </section>
  );
}

function CentralState() {
  const { t } = useTranslation();
  const sync = useQuery({ ...station.sync.status.queryOptions(), refetchInterval: 30_000 });
  if (sync.data === undefined) return null;
  const { state, filling } = sync.data;
  // A banner says more about each of these; here stands only the sign.
  const meaning = state === 'refused' ? 'bad' : state === 'offline' || filling !== null ? 'waiting' : null;
  const word = filling === null ? t(`shell.central.${state}`) : t('shell.central.filling');
  return (
    <span className={classes['fact']} title={word}>
      {meaning === null ? (
        <IconCloudCheck size={20} stroke={1.6} aria-hidden />
      ) : (
        <MeaningIcon meaning={meaning} size={20} />
      )}
      <span className="hidden-text">{word}</span>
    </span>
  );
}

function Printers() {
  const { t } = useTranslation();
  const formats = useFormats();
  const printers = useQuery({ ...station.printing.printers.queryOptions(), refetchInterval: 30_000 });
  if (printers.data === undefined) return null;
  const troubled = printers.data.filter(({ state }) => state === 'stopped' || state === 'unreachable');
  if (troubled.length > 0) {
    return (
      <Link to="/print" className={classes['factLink']}>
        <MeaningMark meaning="attention">
          {formats.list(troubled.map(({ name, state }) => `${name}: ${t(`words.printerState.${state}`)}`))}
        </MeaningMark>
      </Link>
    );
  }
  return (
    <span className={classes['fact']} title={printers.data.map(({ name }) => name).join(', ')}>
      <IconPrinter size={20} stroke={1.6} aria-hidden />
      <span className="hidden-text">{t('shell.printers', { n: printers.data.length })}</span>
    </span>
  );
}
