import type { InferContractRouterOutputs } from '@orpc/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { stationContract } from '../../../contract/station/contract.ts';
import type { Parcel } from '../../../contract/station/packing.ts';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { ScanField } from '../../components/sheets/ScanField.tsx';
import { VerdictPanel } from '../../components/sheets/VerdictPanel.tsx';
import { scanReasonText } from '../../i18n/scanReason.ts';
import { client, station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';
import { useScanLine } from '../../scanner/useScanLine.ts';
import { packMeaning } from './packMeaning.ts';
import { ParcelInHand } from './ParcelInHand.tsx';
import { WaitingList } from './WaitingList.tsx';
import classes from './pack.module.css';

type PackAnswer = InferContractRouterOutputs<typeof stationContract>['packing']['scan'];

/** Passed sheets go into envelopes: a scan says which; the checklist closes it. */
export function PackScreen() {
  const { t } = useTranslation();
  const [parcelId, setParcelId] = useState<string | null>(null);
  const current = useQuery({
    ...station.packing.get.queryOptions({ input: { parcelId: parcelId ?? '' } }),
    enabled: parcelId !== null,
  });
  const parcel = parcelId === null ? undefined : current.data;
  const inHand = (next: Parcel) => {
    queries.setQueryData(station.packing.get.queryKey({ input: { parcelId: next.parcelId } }), next);
    setParcelId(next.parcelId);
  };
  const line = useScanLine<PackAnswer>(
    async (text) => {
      const answer = await client.packing.scan({
        text,
        ...(parcel?.state === 'open' ? { parcelId: parcel.parcelId } : {}),
      });
      if (answer.parcel !== null && answer.verdict !== 'other_parcel') inHand(answer.parcel);
      void queries.invalidateQueries({ queryKey: station.packing.waiting.key() });
      return answer;
    },
    (answer) => packMeaning(answer.verdict),
  );
  const close = useMutation({
    ...station.packing.close.mutationOptions(),
    onSuccess: (closed) => {
      inHand(closed);
      void queries.invalidateQueries({ queryKey: station.packing.waiting.key() });
      void queries.invalidateQueries({ queryKey: station.shipping.key() });
      void queries.invalidateQueries({ queryKey: station.overview.key() });
    },
  });
  const { answer, problem } = line;
  const word =
    answer === null
      ? t('pack.idle')
      : answer.verdict === 'packed' && answer.parcel !== null
        ? answer.parcel.parcelNumber
        : t(`words.packVerdict.${answer.verdict}`);
  return (
    <div className={classes['bench']}>
      <h1 className="hidden-text">{t('shell.room.pack')}</h1>
      <div className={classes['left']}>
        {problem === null ? (
          <VerdictPanel
            meaning={answer === null ? null : packMeaning(answer.verdict)}
            word={word}
            sentence={answer === null ? t('pack.idleHint') : sentenceOf(answer, t)}
            scanKey={String(line.turn)}
          />
        ) : (
          <div className="sheet grow">
            <ProblemCard problem={problem} onRetry={line.retry} onDone={line.clear} />
          </div>
        )}
        <ScanField onCode={line.scan} />
        <WaitingList
          onOpen={(id) => {
            line.clear();
            setParcelId(id);
          }}
        />
      </div>
      <div className={classes['right']}>
        {parcel === undefined ? (
          <section className="sheet pad grow">
            <h2 className="section">{t('pack.inHand')}</h2>
            <p className="quiet">{t('pack.inHandHint')}</p>
          </section>
        ) : (
          <ParcelInHand
            key={parcel.parcelId}
            parcel={parcel}
            closing={close.isPending}
            onClose={(checklist) => close.mutate({ parcelId: parcel.parcelId, checklist: [...checklist] })}
            onChanged={inHand}
          />
        )}
      </div>
    </div>
  );
}

function sentenceOf(answer: PackAnswer, t: TFunction): string {
  if (answer.verdict === 'packed' && answer.parcel !== null) {
    const more = answer.parcel.stillExpected.length;
    return more > 0
      ? t('pack.moreToCome', { n: more })
      : t('pack.complete', { name: answer.parcel.address.name });
  }
  if (answer.verdict === 'other_parcel')
    return t('pack.otherParcel', { parcel: answer.parcel?.parcelNumber ?? '–' });
  if (answer.reason !== null) return scanReasonText(answer.reason, t);
  return t(`words.packVerdictDo.${answer.verdict}`);
}
