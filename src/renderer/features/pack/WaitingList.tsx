import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { station } from '../../rpc/client.ts';
import classes from './pack.module.css';

/** What waits to be packed: open envelopes first, then the passed sheets that have none yet. */
export function WaitingList({ onOpen }: { readonly onOpen: (parcelId: string) => void }) {
  const { t } = useTranslation();
  const waiting = useQuery(station.packing.waiting.queryOptions());
  return (
    <section className={`sheet ${classes['waiting'] ?? ''}`} aria-label={t('pack.waiting')}>
      <Loaded query={waiting}>
        {({ pieces, parcels }) => (
          <>
            <h2 className="section">
              {t('pack.waitingCount', { pieces: pieces.length, parcels: parcels.length })}
            </h2>
            {pieces.length + parcels.length === 0 ? <p className="quiet">{t('pack.waitingNone')}</p> : null}
            {parcels.map((parcel) => (
              <button
                key={parcel.parcelId}
                type="button"
                className={classes['waitingRow']}
                onClick={() => onOpen(parcel.parcelId)}
              >
                <span className="code">{parcel.parcelNumber}</span>
                <bdi className="cut">{parcel.address.name}</bdi>
                <span className="soft">
                  {t('pack.ofSheets', {
                    n: parcel.pieces.length,
                    total: parcel.pieces.length + parcel.stillExpected.length,
                  })}
                </span>
              </button>
            ))}
            {pieces.map((piece) => (
              <div key={piece.pieceId} className={classes['waitingRow']} style={{ cursor: 'default' }}>
                <span className="code">{piece.certificateNumber}</span>
                <bdi className="cut">{piece.issuedName}</bdi>
                <span className="soft">
                  {piece.batchNumber === null ? '' : t('pack.fromBatch', { batch: piece.batchNumber })}
                </span>
              </div>
            ))}
          </>
        )}
      </Loaded>
    </section>
  );
}
