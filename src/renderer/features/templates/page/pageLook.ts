import type { TemplateField } from '../../../../documents/template/format.ts';
import type { Zoom } from './zoom.ts';

/** How a person looks at the page; nothing of it is part of the template. */
export interface PageLook {
  readonly zoom: Zoom;
  readonly side: TemplateField['side'];
  /** Show what the printer may not reach. */
  readonly zone: boolean;
  /** Show the frames of fields that are not chosen. */
  readonly frames: boolean;
  /** Draw dragged boxes to lines. */
  readonly snap: boolean;
}

export const firstLook: PageLook = { zoom: 'fit', side: 'front', zone: false, frames: true, snap: true };
