import { AppError } from "@causeway/kernel";
import pg from "pg";
import { quoteIdentifier } from "../identifiers.ts";
import { definitionLockKey } from "../migrate-installation.ts";
import { roleOf } from "../roles.ts";
import { qualified } from "./describe/catalog.ts";
import { describeDatabase } from "./describe/describe-database.ts";
import type { BackedUpTable, Manifest } from "./manifest.ts";

/** The id of the installation in this database. Throws AppError("not-found") where there is none. */
export async function readInstallation(client: pg.ClientBase): Promise<string> {
  const table = await client.query("select to_regclass('shared.installation') as name");
  const found =
    table.rows[0]?.name == null
      ? undefined
      : await client.query<{ id: string }>("select id from shared.installation");
  const id = found?.rows[0]?.id;
  if (id === undefined)
    throw new AppError("not-found", {
      zh: "这里没有可备份的数据：请检查 --data 或 DATABASE_URL 是否与服务器所用的一致",
      en: "There are no data here to back up; are --data and DATABASE_URL those of the server?",
    });
  return id;
}

interface Begun {
  readonly manifest: Manifest;
  readonly takenAt: Date;
}

const attempts = 5;

/**
 * Opens the transaction of the backup. Tables are locked against changes of their definition before the snapshot is
 * taken (a TRUNCATE shows through snapshots); a table made or removed in between is a reason to begin again.
 */
export async function beginSnapshot(client: pg.ClientBase, installation: string): Promise<Begun> {
  for (let attempt = 1; ; attempt++) {
    await client.query(`select pg_advisory_lock(${definitionLockKey})`);
    try {
      const expected = await listTables(client, installation);
      await client.query("begin isolation level repeatable read read only");
      await lockTables(client, expected);
      const now = await client.query<{ now: Date }>("select clock_timestamp() as now");
      const found = await listTables(client, installation);
      if (sameTables(expected, found)) {
        // Only the rows of its scope show in a table under row-level security.
        await client.query("select set_config('app.scope', 'installation', true)");
        const manifest = await describeDatabase(client, installation);
        return { manifest, takenAt: now.rows[0]?.now ?? new Date() };
      }
      await client.query("rollback");
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      // The table is gone since it was listed, or its definition is being changed right now.
      if (attempt === attempts || !isPassing(error)) throw error;
    } finally {
      await client.query(`select pg_advisory_unlock(${definitionLockKey})`).catch(() => undefined);
    }
    if (attempt === attempts) {
      throw new AppError("unavailable", {
        zh: "一直有新表在建立：请稍后再试",
        en: "Tables are being made all the time; try again later",
      });
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(42P01|3F000|55P03|40P01)$/.test(error.code ?? "");
}

type TableName = Pick<BackedUpTable, "schema" | "name" | "owner">;

async function listTables(
  client: pg.ClientBase,
  installation: string,
): Promise<readonly TableName[]> {
  const found = await client.query<TableName>(
    `select n.nspname as schema, c.relname as name, r.rolname as owner
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
     where starts_with(r.rolname, $1) and c.relkind in ('r', 'p') order by c.oid`,
    [roleOf(installation, "")],
  );
  return found.rows;
}

function sameTables(left: readonly TableName[], right: readonly TableName[]): boolean {
  const text = (tables: readonly TableName[]) => JSON.stringify(tables);
  return text(left) === text(right);
}

const tablesPerLock = 200;

async function lockTables(client: pg.ClientBase, tables: readonly TableName[]): Promise<void> {
  await client.query("set local lock_timeout to '10s'");
  for (const owner of new Set(tables.map((table) => table.owner))) {
    const owned = tables.filter((table) => table.owner === owner);
    await client.query(`set local role ${quoteIdentifier(owner)}`);
    for (let from = 0; from < owned.length; from += tablesPerLock) {
      const names = owned
        .slice(from, from + tablesPerLock)
        .map(({ schema, name }) => qualified(schema, name));
      await client.query(`lock table only ${names.join(", only ")} in access share mode`);
    }
  }
  await client.query("reset role");
}
