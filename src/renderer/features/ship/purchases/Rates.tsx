import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../../contract/station/packing.ts';
import type { Rate } from '../../../../contract/station/shipping.ts';
import { format as money } from '../../../../domain/money.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import { station } from '../../../rpc/client.ts';
import { queries } from '../../../rpc/queries.ts';
import { cheapestInTime } from './rateChoice.ts';
import classes from '../ship.module.css';

interface RatesProps {
  readonly parcel: Parcel;
  readonly onBought: (parcel: Parcel) => void;
}

/** What the carriers ask; the cheapest that comes in time is chosen already. */
export function Rates({ parcel, onBought }: RatesProps) {
  const { t } = useTranslation();
  const rates = useQuery({
    ...station.shipping.rates.queryOptions({ input: { parcelId: parcel.parcelId } }),
    staleTime: 600_000,
  });
  return (
    <section className="stack" aria-label={t('ship.rates')}>
      <h2 className="section">{t('ship.rates')}</h2>
      <Loaded query={rates}>
        {(list) => <RateChoice parcel={parcel} rates={list} onBought={onBought} />}
      </Loaded>
    </section>
  );
}

function RateChoice({ parcel, rates, onBought }: RatesProps & { readonly rates: readonly Rate[] }) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const rateId = chosen ?? cheapestInTime(rates)?.rateId ?? null;
  const buy = useMutation({
    ...station.shipping.buyLabel.mutationOptions(),
    onSuccess: ({ parcel: after }) => onBought(after),
    onError: () => void queries.invalidateQueries({ queryKey: station.shipping.rates.key() }),
  });
  if (rates.length === 0) return <p className="quiet">{t('ship.noRates')}</p>;
  return (
    <>
      <ActionButton
        id="ship.buy"
        keys="F2"
        primary
        large
        label={t('ship.buy')}
        disabled={rateId === null}
        loading={buy.isPending}
        onRun={() => {
          if (rateId !== null) buy.mutate({ parcelId: parcel.parcelId, rateId });
        }}
      />
      <div role="radiogroup" aria-label={t('ship.rates')} className="stack">
        {rates.map((rate) => (
          <button
            key={rate.rateId}
            type="button"
            role="radio"
            aria-checked={rate.rateId === rateId}
            className={classes['rate']}
            onClick={() => setChosen(rate.rateId)}
          >
            <span>
              {rate.carrier} {rate.service}{' '}
              {rate.demo ? <span className="quiet">({t('shell.demo')})</span> : null}
            </span>
            <strong>{money(rate.cost, i18n.language)}</strong>
            <span className="soft">
              {rate.estimatedDays === null
                ? t('ship.daysUnknown')
                : t('ship.days', { count: rate.estimatedDays })}
            </span>
            {rate.meetsDeadline === false ? (
              <MeaningMark meaning="attention">{t('ship.tooLate')}</MeaningMark>
            ) : (
              <span />
            )}
          </button>
        ))}
      </div>
    </>
  );
}
