import { useTranslation } from 'react-i18next';
import type { ScannedPiece } from '../../../contract/station/qc.ts';
import { useFormats } from '../../i18n/format.ts';

/** What is on record of a piece, for the eye to compare with the sheet: the name large, because it is read first. */
export function PieceFacts({ piece }: { readonly piece: ScannedPiece }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <div className="stack" style={{ gap: 12 }}>
      <div>
        <div style={{ fontSize: 24, lineHeight: '32px', fontWeight: 600, overflowWrap: 'anywhere' }}>
          <bdi>{piece.issuedName}</bdi>
        </div>
        <div className="code" style={{ fontSize: 18, lineHeight: '24px' }}>
          {piece.certificateNumber}
        </div>
      </div>
      <dl className="facts">
        <dt>{t('piece.course')}</dt>
        <dd>{piece.courseTitle}</dd>
        <dt>{t('piece.completed')}</dt>
        <dd>{formats.date(piece.completionDate)}</dd>
        <dt>{t('piece.jurisdiction')}</dt>
        <dd>{piece.jurisdiction === 'NONE' ? t('queue.noJurisdiction') : piece.jurisdiction}</dd>
        {piece.sheetSerial === null ? null : (
          <>
            <dt>{t('piece.sheet')}</dt>
            <dd className="code">{piece.sheetSerial}</dd>
          </>
        )}
        {piece.batchNumber === null ? null : (
          <>
            <dt>{t('piece.batch')}</dt>
            <dd>
              <span className="code">{piece.batchNumber}</span>
              {piece.position === null ? '' : ` · ${t('piece.position', { position: piece.position })}`}
            </dd>
          </>
        )}
        <dt>{t('piece.stage')}</dt>
        <dd>{t(`words.stage.${piece.stage}`)}</dd>
      </dl>
    </div>
  );
}
