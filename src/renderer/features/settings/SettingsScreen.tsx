import { SegmentedControl, Slider, Switch } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Meaning } from '../../../domain/work/scanText.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { station } from '../../rpc/client.ts';
import { useMay } from '../../rpc/useSession.ts';
import { play } from '../../sound/sound.ts';
import { Language, preferences, setPreference } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { ScannerSettingsForm } from './ScannerSettingsForm.tsx';
import { SenderForm } from './SenderForm.tsx';
import classes from './settings.module.css';

/** What belongs to this window: looks, language, sound, scanner; and what this program is. */
export function SettingsScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayManagePrinters = useMay('printers.manage');
  const chosen = useStore(preferences);
  const status = useQuery(station.setup.status.queryOptions());
  return (
    <div className="page scroll">
      <div className="page-head">
        <h1>{t('shell.room.settings')}</h1>
        <span className="grow" />
        {mayManagePrinters ? (
          <ActionButton
            id="settings.printers"
            keys="P"
            label={t('printers.title')}
            icon={<IconPrinter size={18} />}
            onRun={() => void navigate({ to: '/settings/printers' })}
          />
        ) : null}
      </div>
      <div className={classes['columns']}>
        <section className="sheet pad stack" style={{ gap: 16 }} aria-label={t('settings.looks')}>
          <h2 className="section">{t('settings.looks')}</h2>
          <div className="stack">
            <span>{t('settings.theme')}</span>
            <SegmentedControl
              aria-label={t('settings.theme')}
              value={chosen.theme}
              onChange={(theme) => setPreference({ theme })}
              data={[
                { value: 'light', label: t('settings.light') },
                { value: 'dark', label: t('settings.dark') },
                { value: 'auto', label: t('settings.auto') },
              ]}
            />
          </div>
          <div className="stack">
            <span>{t('settings.language')}</span>
            <SegmentedControl
              aria-label={t('settings.language')}
              value={chosen.language}
              onChange={(language) => setPreference({ language: Language.parse(language) })}
              data={[
                { value: 'en', label: 'English' },
                { value: 'es', label: 'Español' },
              ]}
            />
          </div>
          <Switch
            label={t('settings.letterKeys')}
            description={t('settings.letterKeysHint')}
            checked={chosen.letterKeys}
            onChange={(event) => setPreference({ letterKeys: event.currentTarget.checked })}
          />
        </section>
        <section className="sheet pad stack" style={{ gap: 16 }} aria-label={t('settings.sound')}>
          <h2 className="section">{t('settings.sound')}</h2>
          <Slider
            thumbLabel={t('settings.volume')}
            aria-label={t('settings.volume')}
            min={0}
            max={100}
            step={10}
            value={Math.round(chosen.volume * 100)}
            label={(value) => `${value} %`}
            onChange={(value) => setPreference({ volume: value / 100 })}
          />
          <p className="soft" style={{ margin: 0 }}>
            {t('settings.soundHint')}
          </p>
          <div className="row wrap">
            {Meaning.options.map((meaning) => (
              <ActionButton
                key={meaning}
                id={`settings.play.${meaning}`}
                label={t(`words.meaning.${meaning}`)}
                onRun={() => play(meaning)}
              />
            ))}
          </div>
        </section>
        <ScannerSettingsForm />
        <SenderForm />
        <section className="sheet pad stack" aria-label={t('settings.about')}>
          <h2 className="section">{t('settings.about')}</h2>
          <dl className="facts">
            <dt>{t('settings.station')}</dt>
            <dd>{status.data?.stationName ?? '–'}</dd>
            <dt>{t('settings.central')}</dt>
            <dd>{status.data?.centralUrl ?? '–'}</dd>
            <dt>{t('settings.version')}</dt>
            <dd className="code">{status.data?.version ?? '–'}</dd>
            <dt>{t('settings.mode')}</dt>
            <dd>{status.data?.demo === true ? t('shell.demoWhy') : t('settings.real')}</dd>
          </dl>
        </section>
      </div>
    </div>
  );
}
