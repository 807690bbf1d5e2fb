import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Draft } from '../../../../contract/station/templates.ts';
import type { Template } from '../../../../documents/template/format.ts';
import { client, station } from '../../../rpc/client.ts';
import { problemOf } from '../../../rpc/problem.ts';
import { queries } from '../../../rpc/queries.ts';
import { begun, edited, redone, sealed, undone } from '../model/edits.ts';
import type { Edits } from '../model/edits.ts';
import { createAutosave } from './autosave.ts';
import type { Autosave } from './autosave.ts';
import { forgetUnsaved, keepUnsaved, unsavedOf } from './unsaved.ts';
import type { DraftContent } from './unsaved.ts';

export interface DraftEdits {
  readonly now: DraftContent;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly change: (content: DraftContent, step?: string) => void;
  readonly changeTemplate: (change: (template: Template) => Template, step?: string) => void;
  /** Ends the step: what comes next is undone for itself. */
  readonly seal: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly autosave: Autosave<DraftContent>;
}

/** Keeps what the station answered, so that the draft opens as it was left. */
export function keepDraft(draft: Draft): void {
  queries.setQueryData(station.templates.draft.queryKey({ input: { draftId: draft.draftId } }), draft);
  void queries.invalidateQueries({ queryKey: station.templates.drafts.key() });
}

function saverOf(draftId: string) {
  return async (content: DraftContent, revision: number) => {
    const { title, stockItemId, template } = content;
    try {
      const templateJson = `${JSON.stringify(template, null, 2)}\n`;
      const saved = await client.templates.save({ draftId, revision, title, stockItemId, templateJson });
      keepDraft(saved);
      forgetUnsaved(localStorage, draftId);
      return { revision: saved.revision };
    } catch (error) {
      keepUnsaved(localStorage, draftId, revision, content);
      return { problem: problemOf(error) };
    }
  };
}

/** The edits of a draft, saved as they are made. */
export function useDraftEdits(draft: Draft, template: Template): DraftEdits {
  const [first] = useState<DraftContent>(() => ({
    title: draft.title,
    stockItemId: draft.stockItemId,
    template,
  }));
  const [edits, setEdits] = useState<Edits<DraftContent>>(() => {
    const left = unsavedOf(localStorage, draft.draftId, draft.revision);
    return left === undefined ? begun(first) : edited(begun(first), left);
  });
  const { now } = edits;
  const [autosave] = useState(() => createAutosave(draft.revision, first, saverOf(draft.draftId)));
  useEffect(() => autosave.changed(now), [autosave, now]);
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (autosave.state.get().kind === 'saved') return;
      void autosave.flush();
      event.preventDefault();
    };
    const hide = () => void autosave.flush();
    window.addEventListener('beforeunload', leave);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('beforeunload', leave);
      document.removeEventListener('visibilitychange', hide);
      void autosave.flush();
    };
  }, [autosave]);

  const change = useCallback(
    (content: DraftContent, step?: string) => setEdits((all) => edited(all, content, step ?? null)),
    [],
  );
  const changeTemplate = useCallback(
    (how: (template: Template) => Template, step?: string) =>
      setEdits((all) => {
        const next = how(all.now.template);
        return next === all.now.template ? all : edited(all, { ...all.now, template: next }, step ?? null);
      }),
    [],
  );
  const seal = useCallback(() => setEdits(sealed), []);
  const undo = useCallback(() => setEdits(undone), []);
  const redo = useCallback(() => setEdits(redone), []);
  return useMemo(
    () => ({
      now,
      canUndo: edits.past.length > 0,
      canRedo: edits.future.length > 0,
      change,
      changeTemplate,
      seal,
      undo,
      redo,
      autosave,
    }),
    [now, edits.past.length, edits.future.length, change, changeTemplate, seal, undo, redo, autosave],
  );
}
