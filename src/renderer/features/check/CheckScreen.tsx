import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QcScan } from '../../../contract/station/qc.ts';
import { meaningOf } from '../../../domain/work/scanText.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { PieceFacts } from '../../components/sheets/PieceFacts.tsx';
import { ScanField } from '../../components/sheets/ScanField.tsx';
import { SheetMap } from '../../components/sheets/SheetMap.tsx';
import { VerdictPanel } from '../../components/sheets/VerdictPanel.tsx';
import { scanReasonText } from '../../i18n/scanReason.ts';
import { client, station } from '../../rpc/client.ts';
import { queries } from '../../rpc/queries.ts';
import { useMay } from '../../rpc/useSession.ts';
import { useScanLine } from '../../scanner/useScanLine.ts';
import { LastScans } from './LastScans.tsx';
import { SpoilDialog } from './SpoilDialog.tsx';
import type { SheetToSpoil } from './SpoilDialog.tsx';
import classes from './check.module.css';

/** Every printed sheet is scanned back here. One huge verdict; nothing else moves. */
export function CheckScreen() {
  const { t } = useTranslation();
  const maySpoil = useMay('piece.spoil');
  const [batchId, setBatchId] = useState<string | null>(null);
  const [chosen, setChosen] = useState<SheetToSpoil | null>(null);
  const [spoiling, setSpoiling] = useState<SheetToSpoil | null>(null);
  const map = useQuery({
    ...station.qc.sheetMap.queryOptions({ input: { batchId: batchId ?? '' } }),
    enabled: batchId !== null,
  });
  const unfinished = map.data?.sheets.some(({ state }) => state === 'waiting' || state === 'gap') ?? true;

  const line = useScanLine<QcScan>(
    async (text, last) => {
      const pendingPieceId = last?.expectsSheetSerial === true ? last.piece?.pieceId : undefined;
      const answer = await client.qc.scan({
        text,
        ...(batchId !== null && unfinished ? { batchId } : {}),
        ...(pendingPieceId === undefined ? {} : { pendingPieceId }),
      });
      setChosen(null);
      if (answer.piece?.batchId != null && answer.verdict !== 'other_batch') setBatchId(answer.piece.batchId);
      void queries.invalidateQueries({ queryKey: station.qc.recent.key() });
      void queries.invalidateQueries({ queryKey: station.qc.sheetMap.key() });
      return answer;
    },
    (answer) => meaningOf(answer.verdict),
  );
  const { answer, problem } = line;
  const piece = answer?.piece ?? null;
  const inHand: SheetToSpoil | null =
    chosen ??
    (piece === null ? null : { pieceId: piece.pieceId, name: piece.issuedName, position: piece.position });
  const otherBatch = answer?.verdict === 'other_batch' ? (piece?.batchId ?? null) : null;

  return (
    <div className={classes['bench']}>
      <h1 className="hidden-text">{t('shell.room.check')}</h1>
      <div className={classes['left']}>
        {problem === null ? (
          <VerdictPanel
            meaning={answer === null ? null : meaningOf(answer.verdict)}
            word={answer === null ? t('check.idle') : t(`words.verdict.${answer.verdict}`)}
            sentence={answer === null ? t('check.idleHint') : sentenceOf(answer, t)}
            scanKey={String(line.turn)}
          />
        ) : (
          <div className={`sheet grow ${classes['problem'] ?? ''}`}>
            <ProblemCard problem={problem} onRetry={line.retry} onDone={line.clear} />
          </div>
        )}
        <div className={`sheet ${classes['map'] ?? ''}`}>
          {map.data === undefined || batchId === null ? (
            <p className="quiet" style={{ margin: 0 }}>
              {t('check.noBatch')}
            </p>
          ) : (
            <SheetMap
              map={map.data}
              current={piece?.position ?? null}
              onChoose={(pieceId, position) => setChosen({ pieceId, position, name: null })}
            />
          )}
        </div>
        <div className="row">
          <div className="grow">
            <ScanField onCode={line.scan} />
          </div>
          {otherBatch === null ? null : (
            <ActionButton
              id="check.switch"
              keys="F6"
              label={t('check.switchBatch')}
              onRun={() => setBatchId(otherBatch)}
            />
          )}
          {maySpoil ? (
            <ActionButton
              id="check.spoil"
              keys="F8"
              danger
              label={
                chosen === null
                  ? t('check.spoil')
                  : t('check.spoilPosition', { position: chosen.position ?? '–' })
              }
              disabled={inHand === null}
              onRun={() => setSpoiling(inHand)}
            />
          ) : null}
          <ActionButton
            id="check.clear"
            keys="Escape"
            label={t('check.clear')}
            disabled={answer === null && problem === null}
            onRun={line.clear}
          />
        </div>
      </div>
      <div className={classes['right']}>
        <section className="sheet pad stack grow scroll" aria-label={t('check.record')}>
          <h2 className="section">{t('check.record')}</h2>
          {piece === null ? <p className="quiet">{t('check.recordHint')}</p> : <PieceFacts piece={piece} />}
          {answer?.reason == null ? null : (
            <p className={classes['reason']}>{scanReasonText(answer.reason, t)}</p>
          )}
        </section>
        <LastScans />
      </div>
      {spoiling === null ? null : (
        <SpoilDialog
          sheet={spoiling}
          onClose={() => setSpoiling(null)}
          onSpoiled={() => {
            setSpoiling(null);
            setChosen(null);
            line.clear();
          }}
        />
      )}
    </div>
  );
}

function sentenceOf(answer: QcScan, t: TFunction): string {
  if (answer.verdict === 'expected_other' && answer.expectedPosition !== null) {
    return t('check.expected', {
      expected: answer.expectedPosition,
      position: answer.piece?.position ?? '–',
    });
  }
  if (answer.verdict === 'pass' && answer.piece !== null) return answer.piece.issuedName;
  return t(`words.verdictDo.${answer.verdict}`);
}
