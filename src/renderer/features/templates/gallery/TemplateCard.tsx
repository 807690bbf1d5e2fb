import { ActionIcon, Button, Collapse, Tooltip } from '@mantine/core';
import { IconArrowsDiff, IconChevronDown, IconDownload, IconPencil } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublishedTemplate } from '../../../../contract/station/templates.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useMay } from '../../../rpc/useSession.ts';
import { TemplatePicture } from './TemplatePicture.tsx';
import { useExportTemplate } from './useExportTemplate.ts';
import { versionName } from './versions.ts';
import type { TemplateVersions } from './versions.ts';
import classes from './gallery.module.css';

interface TemplateCardProps {
  readonly versions: TemplateVersions;
  /** A draft that was begun from one of these versions, to compare with. */
  readonly draftId: string | undefined;
  readonly busy: boolean;
  readonly onEdit: (templateVersion: string) => void;
}

/** One template: how it prints, what it is, and its versions. */
export function TemplateCard({ versions, draftId, busy, onEdit }: TemplateCardProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const mayEdit = useMay('templates.write');
  const download = useExportTemplate();
  const [open, setOpen] = useState(false);
  const { title, newest, older } = versions;
  const compare = (before: string, after: string) =>
    void navigate({ to: '/templates/compare', search: { before, after } });
  const against = draftId ?? newest.templateVersion;
  const before = draftId === undefined ? older[0]?.templateVersion : newest.templateVersion;
  return (
    <article className={classes['card']} aria-label={title}>
      <TemplatePicture template={newest} />
      <div className={classes['about']}>
        <h3 className={classes['title']}>{title}</h3>
        <Facts template={newest} />
        <p className={classes['when']}>
          {newest.publishedAt === null
            ? t('templates.publishedUndated')
            : t('templates.publishedAt', { at: formats.instant(newest.publishedAt) })}
        </p>
        <div className={classes['actions']}>
          {mayEdit ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={16} />}
              loading={busy}
              aria-label={t('templates.editOf', { title })}
              onClick={() => onEdit(newest.templateVersion)}
            >
              {t('templates.edit')}
            </Button>
          ) : null}
          <span className="grow" />
          {before === undefined ? null : (
            <Tooltip label={t('templates.compare')}>
              <ActionIcon
                variant="default"
                size={30}
                aria-label={t('templates.compareOf', { title })}
                onClick={() => compare(before, against)}
              >
                <IconArrowsDiff size={18} />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label={t('templates.export')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('templates.exportOf', { title })}
              onClick={() => download.mutate(newest)}
            >
              <IconDownload size={18} />
            </ActionIcon>
          </Tooltip>
        </div>
        {older.length === 0 ? null : (
          <>
            <button
              type="button"
              className={classes['older']}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              <IconChevronDown size={16} aria-hidden data-open={open} />
              {t('templates.older', { n: older.length })}
            </button>
            <Collapse expanded={open}>
              <ul className={classes['versions']}>
                {older.map((version) => (
                  <li key={version.templateVersion}>
                    <button
                      type="button"
                      title={t('templates.compareWith')}
                      onClick={() => compare(version.templateVersion, newest.templateVersion)}
                    >
                      {versionName(version, t, formats)}
                      <span className="quiet">
                        {t('templates.certificates', {
                          count: version.certificates,
                          n: formats.count(version.certificates),
                        })}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </Collapse>
          </>
        )}
      </div>
    </article>
  );
}

function Facts({ template }: { readonly template: PublishedTemplate }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { paperName, widthMm, heightMm, twoSided, certificates } = template;
  return (
    <p className={classes['facts']}>
      <span>{paperName}</span>
      <span>
        {t('templates.size', { width: formats.count(widthMm), height: formats.count(heightMm) })}
        {twoSided ? ` · ${t('templates.twoSided')}` : ''}
      </span>
      <span>
        {certificates === 0
          ? t('templates.noCertificates')
          : t('templates.certificates', { count: certificates, n: formats.count(certificates) })}
      </span>
    </p>
  );
}
