import { SegmentedControl, Select } from '@mantine/core';
import { IconArrowLeft, IconArrowsDiff, IconEqual } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Empty } from '../../../components/pages/Empty.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { station } from '../../../rpc/client.ts';
import { useMay } from '../../../rpc/useSession.ts';
import { versionName } from '../gallery/versions.ts';
import { ChangeList } from './ChangeList.tsx';
import { ComparedPictures } from './ComparedPictures.tsx';
import type { Shown } from './ComparedPictures.tsx';
import classes from './compare.module.css';

interface CompareScreenProps {
  /** Versions, or drafts. */
  readonly before: string;
  readonly after: string;
}

const ways: readonly Shown[] = ['slider', 'before', 'after', 'difference'];

/** Two versions of a template side by side: what changed in words, and how it looks. */
export function CompareScreen({ before, after }: CompareScreenProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const mayEdit = useMay('templates.write');
  const [shown, setShown] = useState<Shown>('slider');
  const [side, setSide] = useState<'front' | 'back'>('front');
  const published = useQuery(station.templates.published.queryOptions());
  const drafts = useQuery({ ...station.templates.drafts.queryOptions(), enabled: mayEdit });
  const changes = useQuery({
    ...station.templates.compare.queryOptions({ input: { before, after } }),
    staleTime: 0,
  });
  const all = published.data ?? [];
  const draft = drafts.data?.find(({ draftId }) => draftId === before || draftId === after);
  const known = all.filter(
    ({ templateVersion }) =>
      templateVersion === before || templateVersion === after || templateVersion === draft?.basedOn,
  );
  const titles = new Set(known.map(({ title }) => title));
  const choices = [
    ...(drafts.data ?? [])
      .filter(({ draftId, title }) => draftId === draft?.draftId || titles.has(title))
      .map(({ draftId, editedAt }) => ({
        value: draftId,
        label: t('templates.draftOf', { at: formats.instant(editedAt) }),
      })),
    ...all
      .filter(({ title }) => titles.has(title))
      .map(({ templateVersion, publishedAt }) => ({
        value: templateVersion,
        label: versionName({ templateVersion, publishedAt }, t, formats),
      })),
  ];
  const go = (search: { before: string; after: string }) =>
    void navigate({ to: '/templates/compare', search, replace: true });
  const twoSided = known.some((one) => one.twoSided);
  return (
    <div className="page">
      <div className="page-head">
        <ActionButton
          id="compare.back"
          keys="B"
          label={t('templates.back')}
          icon={<IconArrowLeft size={18} />}
          onRun={() => void navigate({ to: '/templates' })}
        />
        <h1 className="cut">{t('templates.compareTitle')}</h1>
        <span className="soft cut">{draft?.title ?? known[0]?.title ?? ''}</span>
      </div>
      <div className="row">
        <Select
          aria-label={t('templates.before')}
          leftSection={<span className={classes['which']}>{t('templates.before')}</span>}
          leftSectionWidth={80}
          w={372}
          data={choices}
          value={before}
          allowDeselect={false}
          onChange={(value) => {
            if (value !== null) go({ before: value, after });
          }}
        />
        <IconArrowsDiff size={18} aria-hidden />
        <Select
          aria-label={t('templates.after')}
          leftSection={<span className={classes['which']}>{t('templates.after')}</span>}
          leftSectionWidth={80}
          w={372}
          data={choices}
          value={after}
          allowDeselect={false}
          onChange={(value) => {
            if (value !== null) go({ before, after: value });
          }}
        />
        <span className="grow" />
        {twoSided ? (
          <SegmentedControl
            aria-label={t('templates.sides')}
            value={side}
            onChange={(value) => setSide(value === 'back' ? 'back' : 'front')}
            data={(['front', 'back'] as const).map((value) => ({
              value,
              label: t(`templates.side.${value}`),
            }))}
          />
        ) : null}
        <SegmentedControl
          aria-label={t('templates.which')}
          value={shown}
          onChange={(value) => setShown(ways.find((one) => one === value) ?? 'slider')}
          data={ways.map((value) => ({ value, label: t(`templates.${value}`) }))}
        />
      </div>
      <div className="split">
        <ComparedPictures before={before} after={after} side={side} shown={shown} />
        <section className={`sheet scroll ${classes['changes'] ?? ''}`} aria-label={t('templates.changes')}>
          <Loaded query={changes}>
            {(data) =>
              data.changes.length === 0 ? (
                <Empty icon={<IconEqual size={48} stroke={1.2} />} title={t('templates.same')}>
                  {t('templates.sameHint')}
                </Empty>
              ) : (
                <ChangeList changes={data.changes} fields={data.fields} />
              )
            }
          </Loaded>
        </section>
      </div>
    </div>
  );
}
