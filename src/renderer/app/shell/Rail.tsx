import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/format.ts';
import { useAction } from '../../keys/actions.ts';
import type { Counts, Room } from '../rooms.ts';
import { roomKey } from './roomKey.ts';
import { shortCount } from './shortCount.ts';
import classes from './shell.module.css';

interface RailProps {
  readonly rooms: readonly Room[];
  readonly counts: Counts | undefined;
}

/** The rooms that this person needs, in the order of the work, with what waits in each. */
export function Rail({ rooms, counts }: RailProps) {
  const { t } = useTranslation();
  return (
    <nav className={classes['rail']} aria-label={t('shell.rooms')}>
      {rooms.map((room, index) => (
        <RailRoom
          key={room.id}
          room={room}
          keys={roomKey(index)}
          count={room.count === null || counts === undefined ? null : counts[room.count]}
        />
      ))}
    </nav>
  );
}

function RailRoom({
  room,
  keys,
  count,
}: {
  readonly room: Room;
  readonly keys: string | null;
  readonly count: number | null;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const label = t(`shell.room.${room.id}`);
  useAction({
    id: `go.${room.id}`,
    keys,
    label,
    group: 'go',
    enabled: true,
    run: () => void navigate({ to: room.path }),
  });
  const Icon = room.icon;
  const shown = count === null || count === 0 ? null : shortCount(count, formats.count);
  return (
    <Link
      to={room.path}
      className={classes['room']}
      aria-label={shown === null ? label : `${label}, ${shown}`}
      data-alert={room.alert ? true : undefined}
      title={keys === null ? label : `${label} (${keys})`}
    >
      <Icon size={24} stroke={1.6} aria-hidden />
      <span>{label}</span> {shown === null ? null : <span className={classes['number']}>{shown}</span>}
    </Link>
  );
}
