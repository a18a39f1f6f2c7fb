import { setTimeout as pause } from "node:timers/promises";
import type { Field } from "@causeway/platform-contract";
import {
  sqlState,
  type WorkspaceDatabase,
  type WorkspaceTransaction,
} from "@causeway/platform-database";
import { fieldTypes } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { recordTable } from "../../store/record-table.ts";
import { nextColumn } from "./start-conversion.ts";

const lookAgainMs = 300;
/** Duplicate table, deadlock, undefined object: somebody else builds or drops it at the same moment. */
const inTheWay = new Set(["42P07", "40P01", "42704"]);

/** Name of the index on the column that is filled; it keeps it afterwards, but for a unique one. */
export function nextIndexName(id: string): string {
  return `by_${id.replaceAll("-", "")}`;
}

export function needsIndex(target: Field): boolean {
  return target.unique || fieldTypes[target.type].index !== undefined;
}

export async function isIndexReady(trx: WorkspaceTransaction, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_index
    where indexrelid = to_regclass(${nextIndexName(id)}) and indisvalid`.execute(trx);
  return rows.length > 0;
}

interface Build {
  readonly id: string;
  readonly object: string;
  readonly target: Field;
}

/**
 * Builds the index that a field of the new type has, beside all other work. A worker that was taken for dead may be
 * building it still, and another index of the same table that is built meanwhile is a deadlock for one of the two.
 */
export async function ensureNextIndex(workspace: WorkspaceDatabase, build: Build): Promise<void> {
  if (!needsIndex(build.target)) return;
  const name = nextIndexName(build.id);
  while (!(await workspace.transaction((trx) => isIndexReady(trx, build.id)))) {
    if ((await workspace.indexProgress()).has(name)) {
      await pause(lookAgainMs);
      continue;
    }
    try {
      await workspace.alterOutsideTransaction(
        sql`drop index concurrently if exists ${sql.id(name)}`,
      );
      await workspace.alterOutsideTransaction(statementOf(build, name));
    } catch (error) {
      if (!inTheWay.has(sqlState(error) ?? "")) throw error;
      await pause(lookAgainMs);
    }
  }
}

function statementOf({ object, target }: Build, index: string): RawBuilder<unknown> {
  const name = sql.id(index);
  const column = sql.id(nextColumn(target.name));
  const table = recordTable(object);
  if (target.unique) {
    return sql`create unique index concurrently ${name} on ${table} (${column})
      where deleted_at is null`;
  }
  return fieldTypes[target.type].index === "value"
    ? sql`create index concurrently ${name} on ${table} (${column}) where ${column} is not null`
    : sql`create index concurrently ${name} on ${table} (${column}, id) where deleted_at is null`;
}
