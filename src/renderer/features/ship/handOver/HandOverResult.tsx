import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Manifest } from '../../../../contract/station/shipping.ts';
import { MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { ManifestButton } from './ManifestButton.tsx';

export interface HandOverOutcome {
  readonly kind: 'buy' | 'hand_over';
  readonly manifests: readonly Manifest[];
  readonly leftOut: readonly {
    readonly parcelId: string;
    readonly parcelNumber: string;
    readonly reason: string;
  }[];
}

/** What a step for many parcels did, and which it left out and why. */
export function HandOverResult({
  outcome,
  onClose,
}: {
  readonly outcome: HandOverOutcome;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`ship.result.${outcome.kind}`)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack" style={{ gap: 16 }}>
        {outcome.manifests.map((manifest) => (
          <div key={manifest.manifestId} className="row">
            <MeaningMark meaning="good">
              {t('ship.manifestOf', { carrier: manifest.carrier, count: manifest.parcels })}
            </MeaningMark>
            <span className="code grow">{manifest.manifestNumber}</span>
            <ManifestButton manifest={manifest} />
          </div>
        ))}
        {outcome.leftOut.length === 0 ? null : (
          <section>
            <h2 className="section">{t('ship.leftOut', { n: outcome.leftOut.length })}</h2>
            <ul>
              {outcome.leftOut.map(({ parcelId, parcelNumber, reason }) => (
                <li key={parcelId}>
                  <span className="code">{parcelNumber}</span> – {reason}
                </li>
              ))}
            </ul>
          </section>
        )}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose} data-autofocus>
            {t('common.close')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
