import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupStatus } from '../../../contract/station/setup.ts';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { Empty } from '../../components/pages/Empty.tsx';
import { FrontPage } from '../../components/pages/FrontPage.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { useNow } from '../../components/useNow.ts';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { countdown } from './countdown.ts';
import { PinForm } from './PinForm.tsx';
import type { SignInPerson } from './PinForm.tsx';
import classes from './signIn.module.css';

interface SignInScreenProps {
  readonly status: SetupStatus;
  readonly ended: boolean;
}

/** Who is working here? A tile for each person, then the PIN. */
export function SignInScreen({ status, ended }: SignInScreenProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<SignInPerson | null>(null);
  const people = useQuery({ ...station.session.people.queryOptions(), refetchInterval: 20_000 });
  return (
    <FrontPage
      title={status.stationName ?? t('signIn.title')}
      version={status.version}
      note={
        <>
          {status.demo ? <p className={classes['demo']}>{t('shell.demoWhy')}</p> : null}
          {ended ? (
            <p role="status">
              <MeaningMark meaning="attention">{t('signIn.ended')}</MeaningMark>
            </p>
          ) : null}
        </>
      }
    >
      <Loaded query={people}>
        {(list) => {
          if (list.length === 0) {
            return (
              <Empty icon={<IconUsers size={48} stroke={1.2} />} title={t('signIn.nobody')}>
                {t('signIn.nobodyHint')}
              </Empty>
            );
          }
          if (chosen !== null) {
            const fresh = list.find(({ userId }) => userId === chosen.userId) ?? chosen;
            return <PinForm person={fresh} onBack={() => setChosen(null)} />;
          }
          return <Tiles people={list} onChoose={setChosen} />;
        }}
      </Loaded>
    </FrontPage>
  );
}

interface TilesProps {
  readonly people: readonly SignInPerson[];
  readonly onChoose: (person: SignInPerson) => void;
}

function Tiles({ people, onChoose }: TilesProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(1000);
  return (
    <>
      <p className="soft">{t('signIn.who')}</p>
      <ul className={classes['tiles']}>
        {people.map((person, index) => {
          const locked = person.lockedUntil !== null && person.lockedUntil > now;
          return (
            <li key={person.userId}>
              <button
                type="button"
                className={classes['tile']}
                onClick={() => onChoose(person)}
                autoFocus={index === 0}
              >
                <span className={classes['initials']} aria-hidden>
                  {initialsOf(person.displayName)}
                </span>
                <span className="stack" style={{ gap: 0, minWidth: 0 }}>
                  <strong className="cut">{person.displayName}</strong>
                  <span className="quiet cut">
                    {locked
                      ? t('signIn.locked', { left: countdown(person.lockedUntil ?? 0, now) })
                      : formats.list(person.roles.map((role) => t(`words.role.${role}`)))}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** The first letters of the first and the last word of a name, in any script. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}
