import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CertificateCard } from '../../../contract/station/history.ts';
import { LifecycleMark } from '../../components/marks/LifecycleMark.tsx';
import { Empty } from '../../components/pages/Empty.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { RowGrid } from '../../components/tables/RowGrid.tsx';
import type { RowColumn } from '../../components/tables/RowGrid.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useAction } from '../../keys/actions.ts';
import { station } from '../../rpc/client.ts';
import { useScanner } from '../../scanner/useScanner.ts';

/** Finds a certificate by whatever one has of it. */
export function HistoryScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState<number | null>(0);
  const [settled] = useDebouncedValue(text.trim(), 120);
  const found = useQuery({
    ...station.history.find.queryOptions({
      input: settled === '' ? skipToken : { text: settled, limit: 50 },
    }),
    placeholderData: keepPreviousData,
  });
  useScanner(setText);
  useAction({
    id: 'history.search',
    keys: '/',
    label: t('history.search'),
    group: 'screen',
    enabled: true,
    run: () => field.current?.select(),
  });
  const open = (card: CertificateCard) =>
    void navigate({ to: '/history/$certificateId', params: { certificateId: card.certificateId } });
  const columns = useColumns();
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.history')}</h1>
        <TextInput
          ref={field}
          size="md"
          className="grow"
          style={{ maxWidth: 640 }}
          aria-label={t('history.search')}
          placeholder={t('history.searchHint')}
          leftSection={<IconSearch size={20} stroke={1.6} />}
          rightSection={
            text === '' ? null : <CloseButton aria-label={t('common.clear')} onClick={() => setText('')} />
          }
          value={text}
          onChange={(event) => {
            setActive(0);
            setText(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            const first = found.data?.[0];
            if (event.key === 'Enter' && first !== undefined && found.data?.length === 1) open(first);
            if (event.key === 'Escape') setText('');
          }}
          autoFocus
        />
      </div>
      <div className="grow">
        {settled === '' ? (
          <div className="sheet" style={{ height: '100%' }}>
            <Empty icon={<IconHistory size={48} stroke={1.2} />} title={t('history.begin')}>
              {t('history.beginHint')}
            </Empty>
          </div>
        ) : (
          <Loaded query={found}>
            {(cards) =>
              cards.length === 0 ? (
                <div className="sheet" style={{ height: '100%' }}>
                  <Empty icon={<IconSearch size={48} stroke={1.2} />} title={t('history.nothing')}>
                    {t('history.nothingHint')}
                  </Empty>
                </div>
              ) : (
                <RowGrid
                  label={t('history.found')}
                  columns={columns}
                  count={cards.length}
                  rowAt={(index) => cards[index]}
                  rowId={({ certificateId }) => certificateId}
                  active={active}
                  onActive={(index) => {
                    if (index === active && cards[index] !== undefined) open(cards[index]);
                    setActive(index);
                  }}
                  onOpen={open}
                />
              )
            }
          </Loaded>
        )}
      </div>
    </div>
  );
}

/** What a row shows. */
function useColumns() {
  const { t } = useTranslation();
  const formats = useFormats();
  return useMemo<readonly RowColumn<CertificateCard>[]>(
    () => [
      {
        id: 'name',
        header: t('queue.column.name'),
        width: 'minmax(160px, 2fr)',
        cell: (card) => <bdi>{card.issuedName}</bdi>,
      },
      {
        id: 'number',
        header: t('queue.column.number'),
        width: '168px',
        cell: (card) => <span className="code">{card.certificateNumber}</span>,
      },
      {
        id: 'course',
        header: t('queue.column.course'),
        width: 'minmax(120px, 2fr)',
        cell: (card) => <span className="soft">{card.courseTitle}</span>,
      },
      {
        id: 'issued',
        header: t('history.issued'),
        width: '136px',
        cell: (card) => formats.date(card.issueDate),
      },
      {
        id: 'state',
        header: t('history.state'),
        width: '160px',
        cell: (card) => <LifecycleMark lifecycle={card.lifecycle} />,
      },
    ],
    [t, formats],
  );
}
