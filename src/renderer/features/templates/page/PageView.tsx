import { Button, Loader } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Template } from '../../../../documents/template/format.ts';
import type { Box } from '../model/geometry.ts';
import type { Remark } from '../model/remarks.ts';
import { linesOf } from '../model/snapping.ts';
import type { PagePreview } from '../preview/usePagePreview.ts';
import { FieldBox } from './FieldBox.tsx';
import { PageGuides } from './PageGuides.tsx';
import type { PageLook } from './pageLook.ts';
import { PagePicture } from './PagePicture.tsx';
import { useBoxDrag } from './useBoxDrag.ts';
import { MARGIN, pixelsPerMm } from './zoom.ts';
import classes from './page.module.css';

interface PageViewProps {
  readonly template: Template;
  readonly look: PageLook;
  readonly preview: PagePreview;
  readonly remarks: readonly Remark[];
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
  /** `drag`: one of many while the pointer is down. */
  readonly onPlace: (id: string, box: Box, how: 'drag' | 'keys') => void;
  readonly onPlaced: () => void;
  readonly onDelete: (id: string) => void;
  readonly onDuplicate: (id: string) => void;
  readonly onScale: (pixelsPerMillimetre: number) => void;
}

/** The page, as large as there is room, with the frames of its fields over it. */
export function PageView(props: PageViewProps) {
  const { template, look, preview, remarks, chosen, onChoose, onPlace, onScale } = props;
  const { t } = useTranslation();
  const { ref: measure, width: roomWidth, height: roomHeight } = useElementSize();
  const { page } = template;
  const scale = pixelsPerMm(look.zoom, page, { width: roomWidth, height: roomHeight });
  useEffect(() => {
    if (roomWidth > 0) onScale(scale);
  }, [onScale, scale, roomWidth]);
  const fields = useMemo(
    () => template.fields.filter(({ side }) => side === look.side),
    [template.fields, look.side],
  );
  const drag = useBoxDrag({
    page,
    pixelsPerMm: scale,
    linesFor: (id) =>
      look.snap
        ? linesOf(
            page,
            template.safeZoneMm,
            fields.filter((field) => field.id !== id).map(({ box }) => box),
          )
        : null,
    onPlace: (id, box) => onPlace(id, box, 'drag'),
    onEnd: props.onPlaced,
  });
  const width = page.widthMm * scale;
  const height = page.heightMm * scale;
  return (
    <section className={classes['desk']} aria-label={t('templates.page')}>
      <div ref={measure} className={classes['measure']} />
      <p id="template-box-hint" className="hidden-text">
        {t('templates.boxHint')}
      </p>
      <div
        className={classes['scroller']}
        // The empty desk is no control: a click there only lets go of what was chosen; Escape does the same.
        role="presentation"
        onPointerDown={(event) => {
          if (event.target === event.currentTarget) onChoose(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChoose(null);
        }}
      >
        <div className={classes['sheet']} style={{ width, height, margin: MARGIN }} data-frames={look.frames}>
          <PagePicture pixels={preview.shown?.pixels ?? null} />
          <PageGuides template={template} pixelsPerMm={scale} zone={look.zone} guides={drag.guides} />
          {fields.map((field) => (
            <FieldBox
              key={field.id}
              field={field}
              page={page}
              pixelsPerMm={scale}
              chosen={field.id === chosen}
              remark={remarks.find((one) => one.field === field.id)}
              drag={drag}
              onChoose={() => onChoose(field.id)}
              onNudge={(box) => onPlace(field.id, box, 'keys')}
              onDelete={() => props.onDelete(field.id)}
              onDuplicate={() => props.onDuplicate(field.id)}
            />
          ))}
        </div>
      </div>
      {preview.shown === null && preview.failed === null ? (
        <p className={classes['notice']} role="status">
          <Loader size="xs" aria-hidden /> {t('templates.drawing')}
        </p>
      ) : null}
      {preview.failed === null ? null : (
        <p className={classes['notice']} role="alert">
          {t('templates.drawFailed', { message: preview.failed })}
          <Button size="xs" variant="default" onClick={preview.restart}>
            {t('templates.drawAgain')}
          </Button>
        </p>
      )}
    </section>
  );
}
