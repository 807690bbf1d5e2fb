import type { Template } from '../../../../documents/template/format.ts';
import type { Guide } from '../model/snapping.ts';
import classes from './page.module.css';

interface PageGuidesProps {
  readonly template: Template;
  readonly pixelsPerMm: number;
  readonly zone: boolean;
  readonly guides: readonly Guide[];
}

/** What the printer may not reach, and the lines that a dragged box has met. */
export function PageGuides({ template, pixelsPerMm, zone, guides }: PageGuidesProps) {
  const { top, right, bottom, left } = template.safeZoneMm;
  const px = (millimetres: number) => `${millimetres * pixelsPerMm}px`;
  return (
    <div className={classes['guides']} aria-hidden>
      {zone ? (
        <div
          className={classes['zone']}
          style={{ borderWidth: `${px(top)} ${px(right)} ${px(bottom)} ${px(left)}` }}
        >
          <div className={classes['safe']} />
        </div>
      ) : null}
      {guides.map(({ axis, at }) => (
        <div
          key={`${axis}${at}`}
          className={classes['guide']}
          data-axis={axis}
          style={axis === 'x' ? { left: px(at) } : { top: px(at) }}
        />
      ))}
    </div>
  );
}
