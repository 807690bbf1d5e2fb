import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Draft } from '../../../../contract/station/templates.ts';
import { client } from '../../../rpc/client.ts';
import { keepDraft } from './useDraftEdits.ts';
import type { DraftEdits } from './useDraftEdits.ts';

/** The files of a draft at hand, and how one is put in. What is edited is saved first, so that revisions stay in order. */
export function useDraftFiles(
  draft: Draft,
  first: ReadonlyMap<string, Uint8Array>,
  autosave: DraftEdits['autosave'],
) {
  const [files, setFiles] = useState(first);
  const put = useMutation({
    mutationFn: async ({ path, file }: { readonly path: string; readonly file: File }) => {
      await autosave.flush();
      const { draftId } = draft;
      const saved = await client.templates.putFile({ draftId, revision: autosave.revision(), path, file });
      autosave.movedTo(saved.revision);
      keepDraft(saved);
      const data = new Uint8Array(await file.arrayBuffer());
      setFiles((all) => new Map(all).set(path, data));
      return { path, data };
    },
  });
  return { files, put };
}
