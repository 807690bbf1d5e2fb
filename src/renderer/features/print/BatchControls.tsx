import { Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchPiece, PageCheck } from '../../../contract/station/batches.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { ReasonDialog } from '../../components/dialogs/ReasonDialog.tsx';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { showProblem } from '../../components/problems/problemStore.ts';
import { SheetMap } from '../../components/sheets/SheetMap.tsx';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import { queries } from '../../rpc/queries.ts';
import { useMay } from '../../rpc/useSession.ts';
import type { BatchWithPieces } from './batch.ts';
import { BatchPapers } from './BatchPapers.tsx';
import { Chunks } from './Chunks.tsx';
import { useRenderBatch } from './useRenderBatch.ts';
import classes from './print.module.css';

interface BatchControlsProps {
  readonly batch: BatchWithPieces;
  readonly piece: BatchPiece | undefined;
  readonly check: PageCheck | undefined;
  readonly onShow: (position: number) => void;
}

const refresh = () =>
  Promise.all([
    queries.invalidateQueries({ queryKey: station.batches.key() }),
    queries.invalidateQueries({ queryKey: station.printing.key() }),
    queries.invalidateQueries({ queryKey: station.overview.key() }),
    queries.invalidateQueries({ queryKey: station.qc.sheetMap.key() }),
  ]);

/** What is to be done with the batch now, and how far its sheets are. */
export function BatchControls({ batch, piece, check, onShow }: BatchControlsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayCreate = useMay('batch.create');
  const mayPrint = useMay('batch.print');
  const mayCancel = useMay('batch.cancel');
  const mayClose = useMay('batch.close');
  const { batchId, state } = batch;
  const printers = useQuery(station.printing.printers.queryOptions());
  const map = useQuery({
    ...station.qc.sheetMap.queryOptions({ input: { batchId } }),
    enabled: state === 'printing' || state === 'printed' || state === 'closed',
  });
  const [chosenPrinter, setChosenPrinter] = useState<string | null>(null);
  const [asking, setAsking] = useState<'remove' | 'cancel' | null>(null);
  const render = useRenderBatch();
  const stop = useMutation({ ...station.batches.cancelRender.mutationOptions(), onSuccess: refresh });
  const close = () => setAsking(null);
  const print = useMutation({
    ...station.printing.print.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: refresh,
    onError: (error, wanted) => {
      const problem = problemOf(error);
      if (problem.code === 'CHECK_AGAIN') {
        // What would be asked of the person is done at once: it takes seconds, and prints nothing.
        notifications.show({ message: t('print.checkedAgain', { printer: problem.data.printer }) });
        render(batchId, wanted.printerId);
      } else if (problem.code !== 'NOT_SIGNED_IN') {
        showProblem({ problem, retry: () => print.mutate(wanted) });
      }
    },
  });
  const remove = useMutation({
    ...station.batches.removePiece.mutationOptions(),
    onSuccess: refresh,
    onSettled: close,
  });
  const cancel = useMutation({
    ...station.batches.cancel.mutationOptions(),
    onSuccess: refresh,
    onSettled: close,
  });
  const finish = useMutation({ ...station.batches.close.mutationOptions(), onSuccess: refresh });

  const usable = (printers.data ?? []).filter(
    (printer) => printer.state === 'ready' || printer.state === 'printing',
  );
  const printerId =
    chosenPrinter ?? batch.printerId ?? usable[0]?.printerId ?? printers.data?.[0]?.printerId ?? null;
  const printer = printers.data?.find((one) => one.printerId === printerId);
  const printerChoice = (
    <Select
      label={t('print.printer')}
      data={(printers.data ?? []).map((one) => ({
        value: one.printerId,
        label: `${one.name} – ${t(`words.printerState.${one.state}`)}${one.demo ? ` (${t('shell.demo')})` : ''}`,
      }))}
      value={printerId}
      onChange={setChosenPrinter}
      allowDeselect={false}
    />
  );
  const beforePrint = state === 'open' || state === 'rendered';
  const allJudged = batch.counts.passed + batch.counts.spoiled + batch.counts.cancelled >= batch.counts.total;

  return (
    <aside className={`sheet ${classes['controls'] ?? ''}`} aria-label={t('print.controls')}>
      {state === 'open' && check === undefined && mayCreate ? (
        <>
          {(printers.data?.length ?? 0) > 1 ? printerChoice : null}
          <ActionButton
            id="batch.render"
            keys="F2"
            primary
            large
            label={t('print.render')}
            onRun={() => render(batchId, printerId ?? undefined)}
          />
        </>
      ) : null}
      {check !== undefined ? (
        <>
          <p className="soft" style={{ margin: 0 }}>
            {t('print.checkingHint')}
          </p>
          {mayCreate ? (
            <ActionButton
              id="batch.stopRender"
              keys="S"
              label={t('print.stopCheck')}
              loading={stop.isPending}
              onRun={() => stop.mutate({ batchId })}
            />
          ) : null}
        </>
      ) : null}
      {state === 'rendered' && batch.findings > 0 ? (
        <p className={classes['finding']}>{t('print.findingsWhy', { n: batch.findings })}</p>
      ) : null}
      {state === 'rendered' && mayPrint ? (
        <>
          {printerChoice}
          {printer !== undefined && printer.reasons.length > 0 ? (
            <MeaningMark meaning="attention">{printer.reasons.join(', ')}</MeaningMark>
          ) : null}
          <ActionButton
            id="batch.print"
            keys="F2"
            primary
            large
            label={t('print.print', { count: batch.counts.total - batch.counts.cancelled })}
            disabled={batch.findings > 0 || printerId === null}
            loading={print.isPending}
            onRun={() => {
              if (printerId !== null) print.mutate({ batchId, printerId });
            }}
          />
        </>
      ) : null}
      {state === 'printed' && !allJudged ? (
        <ActionButton
          id="batch.check"
          keys="F2"
          primary
          large
          label={t('print.goCheck')}
          onRun={() => void navigate({ to: '/check' })}
        />
      ) : null}
      {(state === 'printed' || state === 'printing') && mayClose ? (
        <ActionButton
          id="batch.close"
          keys={allJudged ? 'F2' : 'C'}
          primary={allJudged}
          large={allJudged}
          label={t('print.close')}
          loading={finish.isPending}
          onRun={() => finish.mutate({ batchId })}
        />
      ) : null}
      {state === 'closed' ? <MeaningMark meaning="good">{t('print.accounted')}</MeaningMark> : null}
      {beforePrint ? null : <Chunks batchId={batchId} mayResolve={mayPrint} />}
      {map.data === undefined ? null : (
        <section className="stack">
          <h2 className="section">{t('sheetMap.label')}</h2>
          <SheetMap
            map={map.data}
            current={piece?.position ?? null}
            onChoose={(_, position) => onShow(position)}
          />
        </section>
      )}
      {state === 'open' || state === 'cancelled' ? null : (
        <BatchPapers batchId={batchId} printerId={printerId} packing={state !== 'rendered'} />
      )}
      {state === 'rendered' && mayCreate ? (
        <ActionButton
          id="batch.checkAgain"
          keys="R"
          label={t('print.checkAgain')}
          onRun={() => render(batchId, printerId ?? undefined)}
        />
      ) : null}
      {beforePrint && mayCreate && piece !== undefined ? (
        <ActionButton
          id="batch.remove"
          keys="Delete"
          label={t('print.remove')}
          onRun={() => setAsking('remove')}
        />
      ) : null}
      {beforePrint && mayCancel ? (
        <ActionButton
          id="batch.cancel"
          keys="X"
          danger
          label={t('print.cancel')}
          onRun={() => setAsking('cancel')}
        />
      ) : null}
      {asking === 'remove' && piece !== undefined ? (
        <ReasonDialog
          title={t('print.remove')}
          explanation={t('print.removeWhy', { name: piece.issuedName, number: piece.certificateNumber })}
          confirm={t('print.remove')}
          busy={remove.isPending}
          onConfirm={(reason) => remove.mutate({ batchId, pieceId: piece.pieceId, reason })}
          onClose={close}
        />
      ) : null}
      {asking === 'cancel' ? (
        <ReasonDialog
          title={t('print.cancel')}
          explanation={t('print.cancelWhy', { batch: batch.batchNumber })}
          confirm={t('print.cancel')}
          busy={cancel.isPending}
          danger
          onConfirm={(reason) => cancel.mutate({ batchId, reason })}
          onClose={close}
        />
      ) : null}
    </aside>
  );
}
