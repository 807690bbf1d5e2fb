import { useEffect, useState } from 'react';
import { useStore } from '../../../state/store.ts';
import type { PageRequest } from './messages.ts';
import { createPreviewSession } from './previewSession.ts';
import type { DrawnPage, PreviewSession } from './previewSession.ts';

export interface PagePreview extends DrawnPage {
  /** Starts the drawing anew. */
  readonly restart: () => void;
  readonly survey: PreviewSession['survey'];
}

/** Draws a page by the real renderer, in a worker, again whenever what it shows has changed. */
export function usePagePreview(
  files: ReadonlyMap<string, Uint8Array>,
  { template, texts, dpi, back }: PageRequest,
): PagePreview {
  const [session] = useState(createPreviewSession);
  useEffect(() => session.start(), [session]);
  useEffect(() => session.files(files), [session, files]);
  useEffect(() => session.want({ template, texts, dpi, back }), [session, template, texts, dpi, back]);
  const page = useStore(session.page);
  return { ...page, restart: session.restart, survey: session.survey };
}
