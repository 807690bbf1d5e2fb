import Sqlite from 'better-sqlite3';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { readMigrations } from '../../../src/station/db/migrate.ts';
import * as central from '../../../src/station/db/schema/central.ts';
import * as shipping from '../../../src/station/db/schema/shipping.ts';
import * as station from '../../../src/station/db/schema/station.ts';
import * as stock from '../../../src/station/db/schema/stock.ts';
import * as templates from '../../../src/station/db/schema/templates.ts';
import * as work from '../../../src/station/db/schema/work.ts';
import { migrationsFolder } from '../stationUnderTest.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

test('every table of the program has the columns of the migrated database, and the other way round', () => {
  const sqlite = new Sqlite(':memory:');
  for (const migration of readMigrations(migrationsFolder)) sqlite.exec(migration.sql);
  const inDatabase = sqlite
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .all()
    .map(({ name }) => name);
  const inProgram = [central, work, stock, shipping, templates, station]
    .flatMap((room) => Object.values(room))
    .filter((each) => is(each, SQLiteTable));
  expect(inProgram.map(getTableName).toSorted()).toEqual(inDatabase.toSorted());
  for (const table of inProgram) {
    const name = getTableName(table);
    const columns = sqlite.pragma(`table_info(${name})`);
    const wanted = (columns as Column[]).map(
      (column) =>
        `${column.name} ${column.type.toLowerCase()}${column.notnull === 1 || column.pk > 0 ? ' not null' : ''}`,
    );
    const ours = Object.values(getTableColumns(table)).map(
      (column) => `${column.name} ${column.getSQLType()}${column.notNull ? ' not null' : ''}`,
    );
    expect(ours, name).toEqual(wanted);
  }
});
