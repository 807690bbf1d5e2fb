import type { PublishedTemplate } from '../../../../contract/station/templates.ts';

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
      (left, right) => Number(right.newest) - Number(left.newest) || right.publishedAt - left.publishedAt,
    );
    return newest === undefined ? [] : [{ title, newest, older }];
  });
}
