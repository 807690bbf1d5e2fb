import { Button } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { stationContract } from '../../../contract/station/contract.ts';
import { ReasonDialog } from '../../components/dialogs/ReasonDialog.tsx';
import { SecondPersonDialog } from '../../components/dialogs/SecondPersonDialog.tsx';
import { asksForSerial, SerialDialog } from '../../components/dialogs/SerialDialog.tsx';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import { Empty } from '../../components/pages/Empty.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { showProblem } from '../../components/problems/problemStore.ts';
import { useFormats } from '../../i18n/format.ts';
import { scanReasonText } from '../../i18n/scanReason.ts';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import type { Problem } from '../../rpc/problem.ts';
import { queries } from '../../rpc/queries.ts';
import { useMay } from '../../rpc/useSession.ts';
import classes from './pull.module.css';

/** What a person said of a sheet that is taken out. */
interface Asked {
  readonly pieceId: string;
  readonly note: string;
  readonly sheetSerial?: string;
  readonly serialUnreadable?: true;
}

type PullEntry = InferContractRouterOutputs<typeof stationContract>['history']['pullList'][number];

/** Paper that may not go out any more, and where it is now. */
export function PullScreen() {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayPull = useMay('piece.spoil');
  const list = useQuery(station.history.pullList.queryOptions());
  const [pulling, setPulling] = useState<PullEntry | null>(null);
  const [asking, setAsking] = useState<Asked | null>(null);
  const [unnamed, setUnnamed] = useState<(Asked & { readonly problem: Problem }) | null>(null);
  const pulled = useMutation({
    ...station.history.pulled.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: station.history.key() });
      void queries.invalidateQueries({ queryKey: station.overview.key() });
    },
    onError: (error, { pieceId, note = '', sheetSerial, serialUnreadable = false }) => {
      const problem = problemOf(error);
      const said = {
        ...(sheetSerial === undefined ? {} : { sheetSerial }),
        ...(serialUnreadable ? ({ serialUnreadable: true } as const) : {}),
      };
      if (problem.code === 'APPROVAL_NEEDED') setAsking({ pieceId, note, ...said });
      else if (asksForSerial(problem)) setUnnamed({ pieceId, note, problem });
      else if (problem.code !== 'NOT_SIGNED_IN') showProblem({ problem, retry: null });
    },
    onSettled: () => setPulling(null),
  });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.pull')}</h1>
        <span className="soft">{t('pull.why')}</span>
      </div>
      <div className="grow scroll">
        <Loaded query={list}>
          {(entries) =>
            entries.length === 0 ? (
              <div className="sheet" style={{ height: '100%' }}>
                <Empty icon={<IconCircleCheck size={48} stroke={1.2} />} title={t('pull.empty')}>
                  {t('pull.emptyHint')}
                </Empty>
              </div>
            ) : (
              <ul className={classes['list']}>
                {entries.map((entry) => (
                  <li key={entry.piece.pieceId} className={`sheet ${classes['entry'] ?? ''}`}>
                    <MeaningIcon meaning="bad" size={32} />
                    <div className={classes['place']}>
                      <span className="quiet">{t('pull.where')}</span>
                      <strong>{t(`words.place.${entry.place}`)}</strong>
                      <span className="code soft">
                        {[
                          entry.piece.batchNumber,
                          entry.piece.position === null ? null : `#${entry.piece.position}`,
                        ]
                          .filter((part) => part !== null)
                          .join(' · ')}
                      </span>
                    </div>
                    <div className="stack grow" style={{ gap: 0 }}>
                      <strong>
                        <bdi>{entry.piece.issuedName}</bdi>
                      </strong>
                      <Link
                        to="/history/$certificateId"
                        params={{ certificateId: entry.piece.certificateId }}
                        className="code"
                        style={{ color: 'var(--accent)' }}
                      >
                        {entry.piece.certificateNumber}
                      </Link>
                      <span className="soft">
                        {t('pull.because', {
                          reason: scanReasonText(entry.reason, t),
                          since: formats.fromNow(entry.since),
                        })}
                      </span>
                    </div>
                    {entry.place === 'handed_over' ? (
                      <span className="soft">{t('pull.gone')}</span>
                    ) : mayPull ? (
                      <Button
                        onClick={() => setPulling(entry)}
                        aria-label={t('pull.doneOf', { number: entry.piece.certificateNumber })}
                      >
                        {t('pull.done')}
                      </Button>
                    ) : null}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
      {pulling === null ? null : (
        <ReasonDialog
          title={t('pull.done')}
          explanation={t('pull.doneWhy', {
            name: pulling.piece.issuedName,
            number: pulling.piece.certificateNumber,
          })}
          confirm={t('pull.done')}
          busy={pulled.isPending}
          danger
          onConfirm={(note) => pulled.mutate({ pieceId: pulling.piece.pieceId, note })}
          onClose={() => setPulling(null)}
        />
      )}
      {unnamed === null ? null : (
        <SerialDialog
          problem={unnamed.problem}
          busy={pulled.isPending}
          onSaid={(said) => {
            setUnnamed(null);
            pulled.mutate({ pieceId: unnamed.pieceId, note: unnamed.note, ...said });
          }}
          onClose={() => setUnnamed(null)}
        />
      )}
      {asking === null ? null : (
        <SecondPersonDialog
          action="spoil_numbered_sheet"
          subjectId={asking.pieceId}
          reason={asking.note}
          onApproved={(approvalId) => {
            setAsking(null);
            pulled.mutate({ ...asking, approvalId });
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
