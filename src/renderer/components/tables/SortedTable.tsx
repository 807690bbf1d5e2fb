import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTable } from '@tanstack/react-table';
import type { ColumnDef, RowData } from '@tanstack/react-table';
import { sortedFeatures } from './sortedFeatures.ts';
import classes from './SortedTable.module.css';

interface SortedTableProps<Row extends RowData> {
  readonly label: string;
  // A column's value differs from column to column; the table library's own type for a mixed list is unknown.
  readonly columns: readonly ColumnDef<typeof sortedFeatures, Row>[];
  readonly rows: readonly Row[];
}

/** A plain table whose columns sort by a press on their head. */
export function SortedTable<Row extends RowData>({ label, columns, rows }: SortedTableProps<Row>) {
  const table = useTable({ features: sortedFeatures, columns: [...columns], data: [...rows] });
  return (
    <table className={classes['table']} aria-label={label}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => {
              const sorted = header.column.getIsSorted();
              const canSort = header.column.getCanSort();
              return (
                <th
                  key={header.id}
                  scope="col"
                  aria-sort={sorted === false ? 'none' : sorted === 'asc' ? 'ascending' : 'descending'}
                >
                  {canSort ? (
                    <button type="button" onClick={header.column.getToggleSortingHandler()}>
                      <table.FlexRender header={header} />
                      {sorted === 'asc' ? (
                        <IconArrowUp size={14} aria-hidden />
                      ) : sorted === 'desc' ? (
                        <IconArrowDown size={14} aria-hidden />
                      ) : null}
                    </button>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </th>
              );
            })}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id}>
            {row.getAllCells().map((cell) => (
              // Its content is the cell's own.
              // oxlint-disable-next-line jsx-a11y/control-has-associated-label
              <td key={cell.id}>
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
