import type { TFunction } from 'i18next';
import type { PublishedTemplate } from '../../../../contract/station/templates.ts';
import type { Formats } from '../../../i18n/format.ts';

/** All versions of one template, the newest first. */
export interface TemplateVersions {
  readonly title: string;
  readonly newest: PublishedTemplate;
  readonly older: readonly PublishedTemplate[];
}

/** Versions of one title together, in the order in which their templates came. */
export function versionsByTitle(published: readonly PublishedTemplate[]): readonly TemplateVersions[] {
  const byTitle = Map.groupBy(published, ({ title }) => title);
  return [...byTitle].flatMap(([title, versions]) => {
    const [newest, ...older] = versions.toSorted(
      (left, right) =>
        Number(right.newest) - Number(left.newest) || (right.publishedAt ?? 0) - (left.publishedAt ?? 0),
    );
    return newest === undefined ? [] : [{ title, newest, older }];
  });
}

/** What tells a version from the others of its title: when it was published or, where nobody noted that, its beginning. */
export function versionName(
  { templateVersion, publishedAt }: Pick<PublishedTemplate, 'templateVersion' | 'publishedAt'>,
  t: TFunction,
  formats: Pick<Formats, 'instant'>,
): string {
  return publishedAt === null
    ? t('templates.versionUndated', { version: templateVersion.slice(0, 8) })
    : t('templates.versionOf', { at: formats.instant(publishedAt) });
}
