import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import classes from './RowGrid.module.css';

export interface RowColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** A grid track: `120px`, `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly end?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface RowGridProps<Row> {
  readonly label: string;
  readonly columns: readonly RowColumn<Row>[];
  /** How many rows there are; those not loaded yet are shown as blank lines. */
  readonly count: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly rowId: (row: Row) => string;
  readonly active: number | null;
  readonly onActive: (index: number) => void;
  readonly onOpen?: (row: Row) => void;
  /** The last index on the screen, to load what comes next in time. */
  readonly onSeen?: (lastIndex: number) => void;
  readonly rowHeight?: number;
}

/** A list of any length of which only the visible rows exist. One Tab stop; arrows, Page keys, Home and End move in it. */
export function RowGrid<Row>(props: RowGridProps<Row>) {
  const { label, columns, count, rowAt, rowId, active, onActive, onOpen, onSeen, rowHeight = 44 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  // Nothing of it is handed to a memoized component.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onSeen?.(last), [last, count, onSeen]);
  const template = columns.map(({ width }) => width).join(' ');

  const move = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const from = active ?? -1;
    const goals: Readonly<Record<string, number>> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: count - 1,
    };
    const goal = goals[event.key];
    if (goal !== undefined && count > 0) {
      event.preventDefault();
      const next = Math.min(count - 1, Math.max(0, goal));
      onActive(next);
      virtual.scrollToIndex(next);
    } else if (event.key === 'Enter' && active !== null) {
      const row = rowAt(active);
      if (row !== undefined && onOpen !== undefined) {
        event.preventDefault();
        onOpen(row);
      }
    }
  };

  return (
    <div
      ref={scroller}
      className={classes['grid']}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-activedescendant={active === null ? undefined : `${id}-${active}`}
      tabIndex={0}
      onKeyDown={move}
    >
      <div role="rowgroup" className={classes['head']}>
        <div
          role="row"
          aria-rowindex={1}
          className={classes['line']}
          style={{ gridTemplateColumns: template }}
        >
          {columns.map((column) => (
            <div role="columnheader" key={column.id} data-end={column.end}>
              {column.header}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const row = rowAt(item.index);
          return (
            // The grid itself takes the keyboard; the click is for the mouse.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              role="row"
              key={row === undefined ? `blank ${item.index}` : rowId(row)}
              id={`${id}-${item.index}`}
              aria-rowindex={item.index + 2}
              aria-selected={item.index === active}
              className={`${classes['line'] ?? ''} ${classes['body'] ?? ''}`}
              style={{
                gridTemplateColumns: template,
                height: rowHeight,
                transform: `translateY(${item.start}px)`,
              }}
              onClick={() => onActive(item.index)}
              onDoubleClick={() => {
                if (row !== undefined) onOpen?.(row);
              }}
            >
              {columns.map((column) => (
                <div role="gridcell" key={column.id} data-end={column.end} className="cut">
                  {row === undefined ? <span className={classes['blank']} /> : column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
