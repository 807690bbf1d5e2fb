import { Button, Modal, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RestoredOutcome } from '../../../contract/station/sync.ts';
import type { RestoredBatch } from '../../../contract/station/sync.ts';
import type { PieceStage } from '../../../domain/work/stages.ts';

interface RestoredPiecesProps {
  readonly batch: RestoredBatch;
  readonly name: string;
  readonly busy: boolean;
  readonly onSaid: (said: { readonly printed: string[]; readonly mailed: string[] }) => void;
  readonly onClose: () => void;
}

const UNPRINTED: readonly PieceStage[] = ['queued', 'claimed', 'rendered', 'spoiled', 'cancelled'];
const MAILED: readonly PieceStage[] = ['handed_over', 'in_transit', 'delivered', 'returned', 'lost'];

/** What central knows of a piece proves what became of it; a person may know better. */
function outcomeOf(centralStage: PieceStage | null): RestoredOutcome {
  if (centralStage === null || UNPRINTED.includes(centralStage)) return 'not_printed';
  return MAILED.includes(centralStage) ? 'mailed' : 'printed';
}

/** Says of each piece what became of it after the backup. What central knows is chosen already. */
export function RestoredPieces({ batch, name, busy, onSaid, onClose }: RestoredPiecesProps) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<ReadonlyMap<string, RestoredOutcome>>(
    () => new Map(batch.pieces.map((piece) => [piece.deliverableId, outcomeOf(piece.centralStage)])),
  );
  const those = (outcome: RestoredOutcome) =>
    [...said].filter(([, each]) => each === outcome).map(([deliverableId]) => deliverableId);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('restored.chooseTitle', { batch: name })}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="stack" style={{ gap: 16 }}>
        <p style={{ margin: 0 }}>{t('restored.chooseWhy')}</p>
        <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {batch.pieces.map((piece) => (
            <li key={piece.deliverableId} className="row wrap" style={{ padding: '4px 0' }}>
              <span className="code soft">{piece.position === null ? '–' : `#${piece.position}`}</span>
              <span className="grow">
                <bdi>{piece.issuedName}</bdi> <span className="code">{piece.certificateNumber}</span>{' '}
                {piece.centralStage === null ? null : (
                  <span className="soft">
                    {t('restored.central', { stage: t(`words.stage.${piece.centralStage}`) })}
                  </span>
                )}
              </span>
              <SegmentedControl
                aria-label={piece.certificateNumber}
                value={said.get(piece.deliverableId) ?? 'not_printed'}
                onChange={(value) =>
                  setSaid(new Map(said).set(piece.deliverableId, RestoredOutcome.parse(value)))
                }
                data={RestoredOutcome.options.map((value) => ({
                  value,
                  label: t(`restored.outcome.${value}`),
                }))}
              />
            </li>
          ))}
        </ul>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            loading={busy}
            onClick={() => onSaid({ printed: those('printed'), mailed: those('mailed') })}
          >
            {t('restored.confirm')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
