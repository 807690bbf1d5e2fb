import { Button, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMailbox } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReturnReason } from '../../../../contract/station/shipping.ts';
import type { ReturnedParcel } from '../../../../contract/station/shipping.ts';
import { AddressBlock } from '../../../components/address/AddressBlock.tsx';
import { MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { Empty } from '../../../components/pages/Empty.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { scanReasonText } from '../../../i18n/scanReason.ts';
import { station } from '../../../rpc/client.ts';
import { queries } from '../../../rpc/queries.ts';
import { useMay } from '../../../rpc/useSession.ts';
import { useScanner } from '../../../scanner/useScanner.ts';
import { ReturnNextDialog } from './ReturnNextDialog.tsx';
import type { ReturnNext } from './ReturnNextDialog.tsx';
import classes from '../ship.module.css';

const refresh = () => {
  void queries.invalidateQueries({ queryKey: station.shipping.key() });
  void queries.invalidateQueries({ queryKey: station.overview.key() });
};

/** Envelopes that came back: they are recorded by scanner, and go out again or are printed anew. */
export function ReturnedDesk() {
  const { t } = useTranslation();
  const mayRecord = useMay('return.record');
  const returned = useQuery(station.shipping.returned.queryOptions());
  const [next, setNext] = useState<ReturnNext | null>(null);
  return (
    <div className="split">
      <section className="sheet grow scroll" aria-label={t('returned.list')}>
        <Loaded query={returned}>
          {(list) =>
            list.length === 0 ? (
              <Empty icon={<IconMailbox size={48} stroke={1.2} />} title={t('returned.empty')}>
                {t('returned.emptyHint')}
              </Empty>
            ) : (
              <ul className={`${classes['parked'] ?? ''} pad`}>
                {list.map((entry) => (
                  <ReturnedEntry
                    key={entry.parcel.parcelId}
                    entry={entry}
                    mayDecide={mayRecord}
                    onNext={setNext}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      {mayRecord ? <RecordReturn paused={next !== null} /> : null}
      {next === null ? null : (
        <ReturnNextDialog
          next={next}
          onDone={() => {
            setNext(null);
            refresh();
          }}
          onClose={() => setNext(null)}
        />
      )}
    </div>
  );
}

interface ReturnedEntryProps {
  readonly entry: ReturnedParcel;
  readonly mayDecide: boolean;
  readonly onNext: (next: ReturnNext) => void;
}

function ReturnedEntry({ entry, mayDecide, onNext }: ReturnedEntryProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { parcel, reason, stopped } = entry;
  const going = parcel.pieces.filter(
    (piece) => piece.stage === 'returned' && !stopped.some(({ pieceId }) => pieceId === piece.pieceId),
  );
  return (
    <li className={classes['returned']}>
      <div className="stack" style={{ gap: 4 }}>
        <strong className="code">{parcel.parcelNumber}</strong>
        <span className="code soft">{entry.tracking ?? '–'}</span>
        <span className="soft">{t('returned.since', { since: formats.fromNow(entry.returnedAt) })}</span>
        <span>
          {reason === null
            ? t('returned.byCarrier')
            : t('returned.reasonIs', {
                reason: t(`returned.reason.${reason}`),
                who: entry.recordedBy ?? '–',
              })}
        </span>
        {entry.note === null ? null : <span className="soft">{entry.note}</span>}
      </div>
      <AddressBlock address={parcel.address} problems={parcel.addressProblems} />
      <div className="stack" style={{ alignItems: 'flex-start' }}>
        {parcel.pieces.map((piece) => {
          const against = stopped.find(({ pieceId }) => pieceId === piece.pieceId);
          return (
            <div key={piece.pieceId} className="stack" style={{ gap: 4, alignItems: 'flex-start' }}>
              <span>
                <bdi>{piece.issuedName}</bdi>
              </span>
              <span>
                <Link
                  to="/history/$certificateId"
                  params={{ certificateId: piece.certificateId }}
                  className="code"
                  style={{ color: 'var(--accent)' }}
                >
                  {piece.certificateNumber}
                </Link>
              </span>
              {against === undefined ? (
                mayDecide && piece.stage === 'returned' ? (
                  <Button
                    variant={reason === 'damaged' ? 'filled' : 'default'}
                    aria-label={t('returned.spoilOf', { number: piece.certificateNumber })}
                    onClick={() => onNext({ kind: 'spoil', parcel, piece })}
                  >
                    {t('returned.spoil')}
                  </Button>
                ) : null
              ) : (
                <MeaningMark meaning="bad">
                  {t('returned.stopped', { reason: scanReasonText(against.reason, t) })}
                </MeaningMark>
              )}
            </div>
          );
        })}
        {mayDecide && going.length > 0 ? (
          <Button
            variant={reason === 'damaged' ? 'default' : 'filled'}
            onClick={() => onNext({ kind: 'resume', parcel })}
          >
            {t('returned.resume')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** The envelope in hand: why it came back, then its label is scanned. */
function RecordReturn({ paused }: { readonly paused: boolean }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<ReturnReason>('unknown_address');
  const [note, setNote] = useState('');
  const [text, setText] = useState('');
  const record = useMutation({
    ...station.shipping.recordReturn.mutationOptions(),
    onSuccess: ({ parcel }) => {
      notifications.show({ message: t('returned.recorded', { parcel: parcel.parcelNumber }) });
      setText('');
      setNote('');
      refresh();
    },
  });
  const send = (scanned: string) => {
    if (scanned.trim() === '' || record.isPending) return;
    record.mutate({ text: scanned.trim(), reason, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  useScanner(send, !paused);
  return (
    <aside className="sheet side" aria-label={t('returned.record')}>
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          send(text);
        }}
      >
        <Select
          label={t('returned.why')}
          data={ReturnReason.options.map((value) => ({ value, label: t(`returned.reason.${value}`) }))}
          value={reason}
          onChange={(value) => setReason(ReturnReason.parse(value))}
          allowDeselect={false}
        />
        <TextInput
          label={t('returned.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={300}
        />
        <TextInput
          label={t('returned.scan')}
          description={t('returned.scanHint')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--font-code)' } }}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" disabled={text.trim() === ''} loading={record.isPending}>
          {t('returned.record')}
        </Button>
      </form>
    </aside>
  );
}
