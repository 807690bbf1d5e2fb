import { useTranslation } from 'react-i18next';
import type { TemplateField } from '../../../../documents/template/format.ts';
import { useFormats } from '../../../i18n/format.ts';
import { fieldName } from '../model/fieldName.ts';
import { handles, nudged } from '../model/geometry.ts';
import type { Box, Handle, PageSize } from '../model/geometry.ts';
import type { Remark } from '../model/remarks.ts';
import type { BoxDrag } from './useBoxDrag.ts';
import classes from './page.module.css';

const TIGHT = 30;

/** Handles in the middle of edges that are too short for three are left out. */
function handlesFor(width: number, height: number): readonly Handle[] {
  return handles.filter((handle) => {
    if (handle === 'e' || handle === 'w') return height >= TIGHT;
    return (handle !== 'n' && handle !== 's') || width >= TIGHT;
  });
}

interface FieldBoxProps {
  readonly field: TemplateField;
  readonly page: PageSize;
  readonly pixelsPerMm: number;
  readonly chosen: boolean;
  readonly remark: Remark | undefined;
  readonly drag: BoxDrag;
  readonly onChoose: () => void;
  readonly onNudge: (box: Box) => void;
  readonly onDelete: () => void;
  readonly onDuplicate: () => void;
}

/** The frame of a field over the picture of the page: chosen, moved and resized by pointer or keys. */
export function FieldBox(props: FieldBoxProps) {
  const { field, page, pixelsPerMm, chosen, remark, drag, onChoose } = props;
  const { t } = useTranslation();
  const formats = useFormats();
  const { box } = field;
  const name = fieldName(field);
  const figures = {
    x: formats.count(box.x),
    y: formats.count(box.y),
    width: formats.count(box.width),
    height: formats.count(box.height),
  };
  const pressed = (event: React.KeyboardEvent) => {
    const next = nudged(box, event, page);
    if (next !== undefined) props.onNudge(next);
    else if (event.key === 'Delete' || event.key === 'Backspace') props.onDelete();
    else if (event.key.toLowerCase() === 'd' && (event.ctrlKey || event.metaKey)) props.onDuplicate();
    else return;
    event.preventDefault();
  };
  return (
    <div
      className={classes['box']}
      data-chosen={chosen}
      data-remark={remark?.meaning}
      style={{
        left: box.x * pixelsPerMm,
        top: box.y * pixelsPerMm,
        width: box.width * pixelsPerMm,
        height: box.height * pixelsPerMm,
      }}
    >
      <button
        type="button"
        className={classes['grip']}
        data-field={field.id}
        aria-pressed={chosen}
        aria-label={t('templates.box', { name, kind: t(`templates.kind.${field.kind}`), ...figures })}
        aria-describedby="template-box-hint"
        title={remark === undefined ? name : `${name}: ${remark.words}`}
        onFocus={onChoose}
        onClick={onChoose}
        onKeyDown={pressed}
        onPointerDown={(event) => drag.begin(field.id, box, null, event)}
        onPointerMove={drag.move}
        onPointerUp={drag.end}
        onPointerCancel={drag.end}
      />
      {chosen
        ? handlesFor(box.width * pixelsPerMm, box.height * pixelsPerMm).map((handle) => (
            <span
              key={handle}
              className={classes['handle']}
              data-handle={handle}
              aria-hidden
              onPointerDown={(event) => drag.begin(field.id, box, handle, event)}
              onPointerMove={drag.move}
              onPointerUp={drag.end}
              onPointerCancel={drag.end}
            />
          ))
        : null}
      {chosen ? (
        <span className={classes['tag']} aria-hidden data-below={box.y * pixelsPerMm < 20}>
          {name}
        </span>
      ) : null}
    </div>
  );
}
