import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MeaningIcon } from '../components/marks/MeaningMark.tsx';

/** A screen broke. The station did not: say so, and offer the way back. */
export function Crashed({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <div className="page" role="alert">
      <div className="row">
        <MeaningIcon meaning="bad" size={32} />
        <h1>{t('crashed.title')}</h1>
      </div>
      <p>{t('crashed.safe')}</p>
      <p className="code quiet">{error instanceof Error ? error.message : String(error)}</p>
      <div className="row">
        <Button onClick={() => window.location.reload()}>{t('steps.reload')}</Button>
      </div>
    </div>
  );
}
