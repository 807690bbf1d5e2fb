import { IconCertificate } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setPreference } from '../../state/preferences.ts';
import type { Language } from '../../state/preferences.ts';
import classes from './FrontPage.module.css';

const languages: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'es', name: 'Español' },
];

interface FrontPageProps {
  readonly title: string;
  readonly version: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A sheet of paper in front of the rooms: first set-up and signing in. */
export function FrontPage({ title, version, note, children }: FrontPageProps) {
  const { t, i18n } = useTranslation();
  return (
    <main className={classes['desk']}>
      <div className={classes['paper']}>
        <header className="row">
          <IconCertificate size={32} stroke={1.4} aria-hidden />
          <h1>{title}</h1>
        </header>
        {note}
        {children}
        <footer className={classes['foot']}>
          <span className="quiet">{t('common.version', { version })}</span>
          <span className="grow" />
          {languages.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              lang={id}
              className={classes['language']}
              aria-pressed={i18n.language === id}
              onClick={() => setPreference({ language: id })}
            >
              {name}
            </button>
          ))}
        </footer>
      </div>
    </main>
  );
}
