import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/ActionButton.tsx';
import { BatchStateMark } from '../../components/marks/BatchStateMark.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import type { BatchWithPieces } from './batch.ts';
import { BatchControls } from './BatchControls.tsx';
import { CheckProgress } from './CheckProgress.tsx';
import { PagePreview } from './PagePreview.tsx';
import { PieceList } from './PieceList.tsx';
import { useChecks } from './useRenderBatch.ts';

/** One batch: its pieces, the page as it will print, and what is to be done next. */
export function BatchScreen({ batchId }: { readonly batchId: string }) {
  const batch = useQuery(station.batches.get.queryOptions({ input: { batchId } }));
  return <Loaded query={batch}>{(data) => <BatchDesk batch={data} />}</Loaded>;
}

function BatchDesk({ batch }: { readonly batch: BatchWithPieces }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const check = useChecks().get(batch.batchId);
  const firstFinding = batch.pieces.findIndex(({ findings }) => findings.length > 0);
  const [chosen, setActive] = useState<number | null>(null);
  const active = chosen ?? Math.max(0, firstFinding);
  const piece = batch.pieces[Math.min(active, batch.pieces.length - 1)];
  return (
    <div className="page">
      <div className="page-head">
        <ActionButton
          id="batch.back"
          keys="B"
          label={t('print.back')}
          icon={<IconArrowLeft size={18} />}
          onRun={() => void navigate({ to: '/print' })}
        />
        <h1 className="code">{batch.batchNumber}</h1>
        {check === undefined ? <BatchStateMark state={batch.state} /> : <CheckProgress check={check} />}
        <span className="soft cut">
          {batch.templateTitle} ·{' '}
          {t('print.by', { who: batch.createdBy, at: formats.instant(batch.createdAt) })}
          {batch.earliestDueAt === null
            ? ''
            : ` · ${t('print.due', { due: formats.fromNow(batch.earliestDueAt) })}`}
        </span>
      </div>
      <div className="split">
        <PieceList batch={batch} active={active} onActive={setActive} />
        <PagePreview
          batch={batch}
          piece={piece}
          checking={check !== undefined}
          onMove={(by) => setActive(Math.min(batch.pieces.length - 1, Math.max(0, active + by)))}
        />
        <BatchControls
          batch={batch}
          piece={piece}
          check={check}
          onShow={(position) => setActive(batch.pieces.findIndex((one) => one.position === position))}
        />
      </div>
    </div>
  );
}
