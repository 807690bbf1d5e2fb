import { NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { useScanner } from '../../scanner/useScanner.ts';
import { play } from '../../sound/sound.ts';
import { preferences, ScannerSettings, setPreference } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import classes from './settings.module.css';

/** How this scanner speaks, and a place to try it. */
export function ScannerSettingsForm() {
  const { t } = useTranslation();
  const { scanner } = useStore(preferences);
  const [heard, setHeard] = useState<string | null>(null);
  useScanner((text) => {
    play('good');
    setHeard(text);
  });
  const change = (part: Partial<ScannerSettings>) => {
    const next = ScannerSettings.safeParse({ ...scanner, ...part });
    if (next.success) setPreference({ scanner: next.data });
  };
  return (
    <section className="sheet pad stack" style={{ gap: 16 }} aria-label={t('settings.scanner')}>
      <h2 className="section">{t('settings.scanner')}</h2>
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <TextInput
          label={t('settings.prefix')}
          description={t('settings.prefixHint')}
          value={scanner.prefix}
          maxLength={8}
          onChange={(event) => change({ prefix: event.currentTarget.value })}
          styles={{ input: { fontFamily: 'var(--font-code)' } }}
          className="grow"
        />
        <NumberInput
          label={t('settings.gap')}
          min={10}
          max={200}
          step={10}
          value={scanner.gapMs}
          onChange={(value) => change({ gapMs: Number(value) })}
          w={136}
        />
      </div>
      <div className="stack">
        <span>{t('settings.suffix')}</span>
        <SegmentedControl
          aria-label={t('settings.suffix')}
          value={scanner.suffix}
          onChange={(suffix) => change({ suffix })}
          data={[
            { value: 'Enter', label: 'Enter' },
            { value: 'Tab', label: 'Tab' },
            { value: 'none', label: t('settings.nothing') },
          ]}
        />
      </div>
      <div className={classes['heard']} role="status">
        {heard === null ? (
          <span className="quiet">{t('settings.tryScanner')}</span>
        ) : (
          <>
            <MeaningMark meaning="good">{t('settings.heard')}</MeaningMark>{' '}
            <span className="code">{heard}</span>
          </>
        )}
      </div>
    </section>
  );
}
