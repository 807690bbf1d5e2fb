import { Button, Checkbox, Modal, Select } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { ProblemCard } from '../../../components/problems/ProblemCard.tsx';
import { client, station } from '../../../rpc/client.ts';
import { problemOf } from '../../../rpc/problem.ts';
import type { DraftEdits } from '../editor/useDraftEdits.ts';
import { fileName, saveFile } from '../gallery/saveFile.ts';

interface TestPrintDialogProps {
  readonly draft: { readonly draftId: string; readonly title: string };
  readonly autosave: DraftEdits['autosave'];
  readonly texts: Readonly<Record<string, string>>;
  readonly onClose: () => void;
}

/** One page on plain paper, to be held against a ruler. */
export function TestPrintDialog({ draft, autosave, texts, onClose }: TestPrintDialogProps) {
  const { t } = useTranslation();
  const { draftId, title } = draft;
  const printers = useQuery(station.printing.printers.queryOptions());
  const [chosen, setChosen] = useState<string | null>(null);
  const [marks, setMarks] = useState(true);
  const list = printers.data ?? [];
  const printerId =
    chosen ?? list.find(({ state }) => state === 'ready')?.printerId ?? list[0]?.printerId ?? null;
  const print = useMutation({
    mutationFn: async (to: string) => {
      await autosave.flush();
      return client.templates.testPrint({ draftId, printerId: to, texts, marks });
    },
    meta: { ownProblem: true },
  });
  const download = useMutation({
    mutationFn: async () => {
      await autosave.flush();
      saveFile(await client.templates.testPage({ draftId, texts, marks }), fileName(`${title} test`, 'pdf'));
    },
    meta: { ownProblem: true },
  });
  const failed = print.isError ? print : download.isError ? download : null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('templates.testTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (printerId !== null) print.mutate(printerId);
        }}
      >
        <p className="soft" style={{ margin: 0 }}>
          {t('templates.testWhy')}
        </p>
        <Select
          label={t('templates.testPrinter')}
          data={list.map((one) => ({
            value: one.printerId,
            label: `${one.name} – ${t(`words.printerState.${one.state}`)}${one.demo ? ` (${t('shell.demo')})` : ''}`,
          }))}
          value={printerId}
          onChange={setChosen}
          allowDeselect={false}
          error={printers.isSuccess && list.length === 0 ? t('templates.testNoPrinter') : undefined}
        />
        <Checkbox
          label={t('templates.testMarks')}
          description={t('templates.testMarksHint')}
          checked={marks}
          onChange={(event) => setMarks(event.currentTarget.checked)}
        />
        {print.isSuccess ? (
          <p role="status" style={{ margin: 0 }}>
            <MeaningMark meaning="good">{t('templates.testPrinted')}</MeaningMark>
          </p>
        ) : null}
        {failed === null ? null : (
          <ProblemCard problem={problemOf(failed.error)} onDone={() => failed.reset()} />
        )}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            {t('templates.testDownload')}
          </Button>
          <Button
            type="submit"
            leftSection={<IconPrinter size={18} />}
            disabled={printerId === null}
            loading={print.isPending}
          >
            {t('templates.testPrint')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
