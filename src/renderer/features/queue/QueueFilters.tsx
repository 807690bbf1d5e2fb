import { CloseButton, Select, TextInput } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { stationContract } from '../../../contract/station/contract.ts';
import type { QueueFilter } from '../../../contract/station/queue.ts';
import { RiskClass } from '../../../domain/time/slack.ts';
import { MeaningIcon } from '../../components/marks/MeaningMark.tsx';
import { riskMeaning } from '../../components/marks/RiskMark.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useAction } from '../../keys/actions.ts';
import classes from './queue.module.css';

export type QueueSummary = InferContractRouterOutputs<typeof stationContract>['queue']['summary'];

interface QueueFiltersProps {
  readonly summary: QueueSummary | undefined;
  readonly filter: QueueFilter;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onFilter: (filter: QueueFilter) => void;
}

/** The same filter with one field set, or taken out when it is undefined. */
function withField<Field extends keyof QueueFilter>(
  filter: QueueFilter,
  field: Field,
  value: QueueFilter[Field] | undefined,
): QueueFilter {
  const { [field]: _, ...rest } = filter;
  return value === undefined ? rest : { ...rest, [field]: value };
}

/** Search as one types, and chips for risk, hold, jurisdiction and course. */
export function QueueFilters({ summary, filter, search, onSearch, onFilter }: QueueFiltersProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const field = useRef<HTMLInputElement>(null);
  useAction({
    id: 'queue.search',
    keys: '/',
    label: t('queue.search'),
    group: 'screen',
    enabled: true,
    run: () => field.current?.select(),
  });
  return (
    <div className={classes['chips']}>
      <TextInput
        ref={field}
        aria-label={t('queue.search')}
        placeholder={t('queue.searchHint')}
        leftSection={<IconSearch size={18} stroke={1.6} />}
        rightSection={
          search === '' ? null : (
            <CloseButton size="sm" aria-label={t('common.clear')} onClick={() => onSearch('')} />
          )
        }
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onSearch('');
        }}
        w={224}
      />
      {RiskClass.options.map((risk) => (
        <button
          key={risk}
          type="button"
          className={classes['chip']}
          aria-pressed={filter.risk === risk}
          onClick={() => onFilter(withField(filter, 'risk', filter.risk === risk ? undefined : risk))}
        >
          {riskMeaning[risk] === null ? null : <MeaningIcon meaning={riskMeaning[risk]} size={16} />}
          {t(`words.risk.${risk}`)}
          <span className={classes['n']}>{formats.count(summary?.byRisk[risk] ?? 0)}</span>
        </button>
      ))}
      <button
        type="button"
        className={classes['chip']}
        aria-pressed={filter.onHold === true}
        onClick={() => onFilter(withField(filter, 'onHold', filter.onHold === true ? undefined : true))}
      >
        {t('queue.onHold')}
        <span className={classes['n']}>{formats.count(summary?.onHold ?? 0)}</span>
      </button>
      <Select
        aria-label={t('queue.jurisdiction')}
        placeholder={t('queue.anyJurisdiction')}
        data={(summary?.byJurisdiction ?? []).map(({ jurisdiction, waiting }) => ({
          value: jurisdiction,
          label: `${jurisdiction === 'NONE' ? t('queue.noJurisdiction') : jurisdiction} (${formats.count(waiting)})`,
        }))}
        value={filter.jurisdiction ?? null}
        onChange={(value) => onFilter(withField(filter, 'jurisdiction', value ?? undefined))}
        clearable
        w={144}
      />
      <Select
        aria-label={t('queue.course')}
        placeholder={t('queue.anyCourse')}
        data={(summary?.byCourse ?? []).map(({ courseId, courseTitle, waiting }) => ({
          value: courseId,
          label: `${courseTitle} (${formats.count(waiting)})`,
        }))}
        value={filter.courseId ?? null}
        onChange={(value) => onFilter(withField(filter, 'courseId', value ?? undefined))}
        clearable
        searchable
        w={152}
      />
    </div>
  );
}
