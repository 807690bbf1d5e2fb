import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PublishedTemplate } from '../../../../contract/station/templates.ts';
import { useFileUrl } from '../../../components/pages/FilePicture.tsx';
import { station } from '../../../rpc/client.ts';
import classes from './gallery.module.css';

/** How a published version prints, filled with a specimen. Its place is kept while it comes. */
export function TemplatePicture({ template }: { readonly template: PublishedTemplate }) {
  const { t } = useTranslation();
  const { templateVersion, widthMm, heightMm, title } = template;
  const picture = useQuery(
    station.templates.picture.queryOptions({
      input: { templateVersion, dpi: 60 },
      staleTime: Number.POSITIVE_INFINITY,
    }),
  );
  const url = useFileUrl(picture.data);
  return (
    <span className={classes['paper']} style={{ aspectRatio: `${widthMm} / ${heightMm}` }}>
      {url === null ? (
        <span className={classes['noPicture']}>
          {picture.isError ? t('templates.pictureNone') : t('common.loading')}
        </span>
      ) : (
        <img src={url} alt={t('templates.picture', { title })} />
      )}
    </span>
  );
}
