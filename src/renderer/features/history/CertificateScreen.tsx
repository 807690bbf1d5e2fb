import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CertificateCard } from '../../../contract/station/history.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { LifecycleMark } from '../../components/marks/LifecycleMark.tsx';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { groupCode } from './groupCode.ts';
import { ReprintPiece } from './ReprintPiece.tsx';
import { Story } from './Story.tsx';

/** One certificate's whole story: what it says, what paper was made for it, what happened to it. */
export function CertificateScreen({ certificateId }: { readonly certificateId: string }) {
  const { t } = useTranslation();
  const router = useRouter();
  const certificate = useQuery(station.history.certificate.queryOptions({ input: { certificateId } }));
  return (
    <div className="page">
      <Loaded query={certificate}>
        {({ card, events }) => (
          <>
            <div className="page-head">
              <ActionButton
                id="history.back"
                keys="B"
                label={t('common.back')}
                icon={<IconArrowLeft size={18} />}
                onRun={() => router.history.back()}
              />
              <h1>
                <bdi>{card.issuedName}</bdi>
              </h1>
              <span className="code soft">{card.certificateNumber}</span>
              <LifecycleMark lifecycle={card.lifecycle} />
              {card.validity === 'active' ? null : (
                <MeaningMark meaning="bad">{t(`words.validity.${card.validity}`)}</MeaningMark>
              )}
            </div>
            <div className="split">
              {/* It scrolls when the story is long, and must do so by keyboard too. */}
              <section className="sheet grow scroll pad" aria-label={t('history.story')} tabIndex={0}>
                <Story events={events} />
              </section>
              <CertificateFacts card={card} />
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

function CertificateFacts({ card }: { readonly card: CertificateCard }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <aside className="sheet side stack" aria-label={t('history.record')} style={{ gap: 16, width: 424 }}>
      <dl className="facts">
        <dt>{t('piece.course')}</dt>
        <dd>{card.courseTitle}</dd>
        <dt>{t('piece.completed')}</dt>
        <dd>{formats.date(card.completionDate)}</dd>
        <dt>{t('history.issued')}</dt>
        <dd>{formats.date(card.issueDate)}</dd>
        <dt>{t('piece.jurisdiction')}</dt>
        <dd>{card.jurisdiction === 'NONE' ? t('queue.noJurisdiction') : card.jurisdiction}</dd>
        <dt>{t('queue.column.due')}</dt>
        <dd>{card.dueAt === null ? t('queue.noDeadline') : formats.instant(card.dueAt)}</dd>
        <dt>{t('history.code')}</dt>
        <dd className="code">{groupCode(card.verificationCode)}</dd>
        {card.controlNumber === null ? null : (
          <>
            <dt>{t('history.control')}</dt>
            <dd className="code">{card.controlNumber}</dd>
          </>
        )}
        {card.validityReason === null ? null : (
          <>
            <dt>{t(`words.validity.${card.validity}`)}</dt>
            <dd>{card.validityReason}</dd>
          </>
        )}
      </dl>
      <section className="stack">
        <h2 className="section">{t('history.pieces')}</h2>
        {card.pieces.length === 0 ? <p className="quiet">{t('history.noPieces')}</p> : null}
        {card.pieces.map((piece) => (
          <div key={piece.pieceId} className="stack" style={{ gap: 4, alignItems: 'flex-start' }}>
            <span className="row" style={{ width: '100%' }}>
              <span className="grow">
                {t(`words.stage.${piece.stage}`)}
                {piece.replaced ? ` (${t('reprint.replaced')})` : ''}
              </span>
              <span className="code soft">
                {[piece.batchNumber, piece.position === null ? null : `#${piece.position}`, piece.sheetSerial]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
            </span>
            {card.validity === 'active' ? <ReprintPiece piece={piece} /> : null}
          </div>
        ))}
      </section>
      <section className="stack">
        <h2 className="section">{t('history.tracking')}</h2>
        {card.tracking.length === 0 ? <p className="quiet">{t('history.noTracking')}</p> : null}
        {card.tracking.map(({ parcelNumber, tracking }) => (
          <div key={parcelNumber} className="row">
            <span className="code grow">{parcelNumber}</span>
            <span className="code soft">{tracking ?? '–'}</span>
          </div>
        ))}
      </section>
    </aside>
  );
}
