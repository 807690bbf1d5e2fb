import { useEffect, useState } from 'react';
import type { Template } from '../../../../documents/template/format.ts';
import { SPECIMENS } from '../../../../domain/certificates/specimens.ts';
import type { PagePreview } from './usePagePreview.ts';

const QUIET_MS = 300;

/** By the id of each specimen, whether the page is right with its name. Empty until it is known. */
export type Survey = ReadonlyMap<string, boolean>;

const unknown: Survey = new Map();

/** Tries the page with every specimen, again after each edit, while that is wanted. */
export function useSurvey(
  survey: PagePreview['survey'],
  wanted: boolean,
  template: Template,
  texts: Readonly<Record<string, string>>,
): Survey {
  const [known, setKnown] = useState<Survey>(unknown);
  useEffect(() => {
    if (!wanted) return undefined;
    let stale = false;
    const timer = setTimeout(() => {
      const each = SPECIMENS.map(({ issuedName }) => ({ ...texts, issuedName }));
      void survey(template, each).then((right) => {
        if (!stale && right !== null) {
          setKnown(new Map(SPECIMENS.map(({ id }, index) => [id, right[index] ?? false])));
        }
      });
    }, QUIET_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [survey, wanted, template, texts]);
  return wanted ? known : unknown;
}
