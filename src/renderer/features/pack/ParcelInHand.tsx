import { ActionIcon, Checkbox } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parcel } from '../../../contract/station/packing.ts';
import type { ScannedPiece } from '../../../contract/station/qc.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { AddressBlock } from '../../components/address/AddressBlock.tsx';
import { ReasonDialog } from '../../components/dialogs/ReasonDialog.tsx';
import { MeaningIcon, MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { AddressDialog } from './AddressDialog.tsx';
import { checklistItems, nextItem, provenByScan } from './checklist.ts';
import type { ChecklistItem } from './checklist.ts';
import { ParcelLetters } from './ParcelLetters.tsx';
import classes from './pack.module.css';

interface ParcelInHandProps {
  readonly parcel: Parcel;
  readonly closing: boolean;
  readonly onClose: (checklist: readonly ChecklistItem[]) => void;
  readonly onChanged: (parcel: Parcel) => void;
}

/** The envelope on the bench: number, address, contents, checklist. */
export function ParcelInHand({ parcel, closing, onClose, onChanged }: ParcelInHandProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const [byHand, setByHand] = useState<ReadonlySet<ChecklistItem>>(new Set());
  const [takingOut, setTakingOut] = useState<ScannedPiece | null>(null);
  const [correcting, setCorrecting] = useState(false);
  const takeOut = useMutation({
    ...station.packing.takeOut.mutationOptions(),
    onSuccess: onChanged,
    onSettled: () => setTakingOut(null),
  });
  const open = parcel.state === 'open';
  const ticked = new Set([...byHand, ...provenByScan(parcel.pieces.length, parcel.stillExpected.length)]);
  const next = nextItem(ticked);
  const tick = (item: ChecklistItem, on: boolean) => {
    const changed = new Set(byHand);
    if (on) changed.add(item);
    else changed.delete(item);
    setByHand(changed);
  };
  return (
    <section className={`sheet ${classes['inHand'] ?? ''}`} aria-label={t('pack.inHand')}>
      <div className="row">
        <span className={`${classes['number'] ?? ''} grow`}>{parcel.parcelNumber}</span>
        {open ? (
          <span className="soft">{t('words.parcelState.open')}</span>
        ) : (
          <MeaningMark meaning="good">{t(`words.parcelState.${parcel.state}`)}</MeaningMark>
        )}
      </div>
      <AddressBlock address={parcel.address} problems={parcel.addressProblems} large />
      {parcel.dueAt === null ? null : (
        <span className="soft">{t('pack.due', { due: formats.instant(parcel.dueAt) })}</span>
      )}
      <ul className={classes['contents']} aria-label={t('pack.contents')}>
        {parcel.pieces.map((piece) => (
          <li key={piece.pieceId}>
            <MeaningIcon meaning="good" />
            <bdi className="grow cut">{piece.issuedName}</bdi>
            <span className="code soft">{piece.certificateNumber}</span>
            {open ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('pack.takeOutOne', { number: piece.certificateNumber })}
                onClick={() => setTakingOut(piece)}
              >
                <IconArrowBackUp size={18} />
              </ActionIcon>
            ) : null}
          </li>
        ))}
        {parcel.stillExpected.map((expected) => (
          <li key={expected.certificateNumber}>
            <MeaningIcon meaning="waiting" />
            <bdi className="grow cut">{expected.issuedName}</bdi>
            <span className="soft">{t('pack.expected')}</span>
          </li>
        ))}
      </ul>
      {open ? (
        <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
          <legend className="section quiet" style={{ padding: 0 }}>
            {t('pack.checklist')}
          </legend>
          {checklistItems.map((item) => (
            <div key={item} className={classes['check']}>
              <Checkbox
                size="md"
                label={t(`pack.item.${item}`)}
                checked={ticked.has(item)}
                onChange={(event) => tick(item, event.currentTarget.checked)}
              />
            </div>
          ))}
        </fieldset>
      ) : null}
      <div className="row wrap">
        {open ? (
          <ActionButton
            id="pack.close"
            keys="F2"
            primary
            large
            label={next === null ? t('pack.close') : t('pack.tick', { item: t(`pack.item.${next}`) })}
            disabled={parcel.pieces.length === 0}
            loading={closing}
            onRun={() => {
              if (next === null) onClose([...ticked]);
              else tick(next, true);
            }}
          />
        ) : (
          <ActionButton
            id="pack.ship"
            keys="F9"
            label={t('pack.goShip')}
            onRun={() => void navigate({ to: '/ship' })}
          />
        )}
        {open || parcel.state === 'packed' ? (
          <ActionButton
            id="pack.address"
            keys="F4"
            label={t('pack.correct')}
            onRun={() => setCorrecting(true)}
          />
        ) : null}
      </div>
      <ParcelLetters parcelId={parcel.parcelId} />
      {takingOut === null ? null : (
        <ReasonDialog
          title={t('pack.takeOut')}
          explanation={t('pack.takeOutWhy', { name: takingOut.issuedName })}
          confirm={t('pack.takeOut')}
          busy={takeOut.isPending}
          onConfirm={(reason) =>
            takeOut.mutate({ parcelId: parcel.parcelId, pieceId: takingOut.pieceId, reason })
          }
          onClose={() => setTakingOut(null)}
        />
      )}
      {correcting ? (
        <AddressDialog
          parcel={parcel}
          onClose={() => setCorrecting(false)}
          onSaved={(changed) => {
            setCorrecting(false);
            onChanged(changed);
          }}
        />
      ) : null}
    </section>
  );
}
