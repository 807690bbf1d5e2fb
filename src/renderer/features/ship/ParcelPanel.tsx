import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../contract/station/packing.ts';
import { AddressBlock } from '../../components/address/AddressBlock.tsx';
import { FilePicture, useFileUrl } from '../../components/pages/FilePicture.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { useMay } from '../../rpc/useSession.ts';
import { Rates } from './purchases/Rates.tsx';
import { VoidLabel } from './purchases/VoidLabel.tsx';
import classes from './ship.module.css';

interface ParcelPanelProps {
  readonly parcel: Parcel;
  readonly onBought: (parcel: Parcel) => void;
}

/** The parcel in hand: where it goes, what is in it, its prices or its label. */
export function ParcelPanel({ parcel, onBought }: ParcelPanelProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayVoid = useMay('label.void');
  const voidable =
    parcel.label !== null &&
    (parcel.state === 'labelled' || parcel.state === 'closed' || parcel.state === 'handed_over');
  return (
    <aside className="sheet side stack" aria-label={t('ship.inHand')} style={{ gap: 16 }}>
      <div className="row">
        <strong className="code grow" style={{ fontSize: 20 }}>
          {parcel.parcelNumber}
        </strong>
        <span className="soft">{t(`words.parcelState.${parcel.state}`)}</span>
      </div>
      <AddressBlock address={parcel.address} problems={parcel.addressProblems} />
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {parcel.pieces.map((piece) => (
          <li key={piece.pieceId} className="row">
            <bdi className="grow cut">{piece.issuedName}</bdi>
            <Link
              to="/history/$certificateId"
              params={{ certificateId: piece.certificateId }}
              className="code"
              style={{ color: 'var(--accent)' }}
            >
              {piece.certificateNumber}
            </Link>
          </li>
        ))}
      </ul>
      {parcel.dueAt === null ? null : (
        <span className="soft">{t('pack.due', { due: formats.instant(parcel.dueAt) })}</span>
      )}
      {parcel.state === 'packed' ? <Rates parcel={parcel} onBought={onBought} /> : null}
      {parcel.label === null ? null : <LabelFacts parcel={parcel} label={parcel.label} />}
      {voidable && mayVoid ? <VoidLabel parcel={parcel} /> : null}
    </aside>
  );
}

function LabelFacts({
  parcel,
  label,
}: {
  readonly parcel: Parcel;
  readonly label: NonNullable<Parcel['label']>;
}) {
  const { t } = useTranslation();
  const of = { input: { parcelId: parcel.parcelId }, staleTime: Number.POSITIVE_INFINITY };
  const picture = useQuery(station.shipping.labelPicture.queryOptions(of));
  const file = useQuery(station.shipping.labelFile.queryOptions(of));
  const url = useFileUrl(file.data);
  return (
    <section className="stack" aria-label={t('ship.label')}>
      <dl className="facts">
        <dt>{t('ship.service')}</dt>
        <dd>
          {label.carrier} {label.service} {label.demo ? `(${t('shell.demo')})` : ''}
        </dd>
        <dt>{t('ship.tracking')}</dt>
        <dd className="code">{label.tracking}</dd>
        <dt>{t('ship.cost')}</dt>
        <dd>{label.cost}</dd>
        <dt>{t('ship.verified')}</dt>
        <dd>{label.verified ? t('common.yes') : t('ship.notVerified')}</dd>
      </dl>
      <div className={classes['labelBox']}>
        <Loaded query={picture}>
          {(loaded) => (
            <FilePicture file={loaded} alt={t('ship.labelPicture', { parcel: parcel.parcelNumber })} />
          )}
        </Loaded>
      </div>
      {url === null ? null : (
        <div>
          <Button variant="default" component="a" href={url} target="_blank" rel="noreferrer">
            {t('ship.openLabel')}
          </Button>
        </div>
      )}
    </section>
  );
}
