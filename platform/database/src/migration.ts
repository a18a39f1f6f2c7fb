import { AppError } from "@causeway/kernel";
import { type Kysely, sql } from "kysely";

/**
 * One forward step of a module's tables. `search_path` is set, so tables are named without a schema; grants come by
 * themselves. A migration that was released never changes.
 */
export interface Migration {
  /** Four digits and a word, as in "0001-events"; a module's migrations run in the order of their names. */
  readonly name: string;
  up(database: Kysely<unknown>): Promise<void>;
}

/** A module's tables: those shared by the installation, and those that every workspace has for itself. */
export interface ModuleMigrations {
  readonly module: string;
  readonly shared?: readonly Migration[];
  readonly workspace?: readonly Migration[];
  /**
   * Mends what belongs to the server that the tables lie on, such as transaction ids. Runs in every workspace at each
   * start, after the migrations and as the owner: tables may have come from elsewhere by whatever way.
   */
  settle?(database: Kysely<unknown>): Promise<void>;
  /** Decides in every workspace what must not simply go on after a restore; once, as the owner. */
  restored?(database: Kysely<unknown>, backup: { readonly takenAt: Date }): Promise<void>;
}

type MigrationScope = "shared" | "workspace";

type JournalTables = {
  schema_migrations: { module: string; name: string };
};

/**
 * Brings the schema on the search path up to date and returns what ran, as "module/name".
 * The caller holds the migration lock and the transaction: a failing step leaves nothing behind.
 * `reader` is the role that works with the schema; it may read the journal but not write it.
 * Throws AppError("conflict") when the schema was written by a newer program or a step was slipped in between.
 */
export async function migrateSchema(
  database: Kysely<unknown>,
  modules: readonly ModuleMigrations[],
  scope: MigrationScope,
  reader: string,
): Promise<readonly string[]> {
  await ensureJournal(database, reader);
  const journal = database.$extendTables<JournalTables>();
  const rows = await journal.selectFrom("schema_migrations").select(["module", "name"]).execute();
  const ran: string[] = [];
  for (const module of modules) {
    const applied = new Set(rows.filter((row) => row.module === module.module).map((r) => r.name));
    for (const migration of pendingMigrations(module.module, module[scope] ?? [], applied)) {
      await runMigration(database, module.module, migration);
      await journal
        .insertInto("schema_migrations")
        .values({ module: module.module, name: migration.name })
        .execute();
      ran.push(`${module.module}/${migration.name}`);
    }
  }
  return ran;
}

async function ensureJournal(database: Kysely<unknown>, reader: string): Promise<void> {
  const found = await sql<{ missing: boolean }>`
    select to_regclass('schema_migrations') is null as missing`.execute(database);
  if (found.rows[0]?.missing !== true) return;
  await sql`create table schema_migrations (
    module text not null, name text not null, applied_at timestamptz not null default now(),
    primary key (module, name))`.execute(database);
  await sql`revoke insert, update, delete on schema_migrations from ${sql.id(reader)}`.execute(
    database,
  );
}

/** The steps still to run, in order. Exported for its tests. */
export function pendingMigrations(
  module: string,
  migrations: readonly Migration[],
  applied: ReadonlySet<string>,
): readonly Migration[] {
  const ordered = [...migrations].sort((a, b) => (a.name < b.name ? -1 : 1));
  const known = new Set<string>();
  for (const { name } of ordered) {
    if (!/^\d{4}-[a-z0-9-]+$/.test(name) || known.has(name)) {
      throw new TypeError(`Migration "${module}/${name}" needs a unique name like 0001-events`);
    }
    known.add(name);
  }
  const foreign = [...applied].find((name) => !known.has(name));
  if (foreign !== undefined) {
    throw new AppError("conflict", {
      zh: `数据由更新的版本写入（其中有“${module}/${foreign}”）。请启动那个版本，或恢复备份。`,
      en: `The data were written by a newer version (it knows "${module}/${foreign}"). Start that version, or restore a backup.`,
    });
  }
  const pending = ordered.filter((migration) => !applied.has(migration.name));
  const last = ordered.findLast((migration) => applied.has(migration.name));
  const late = pending.find((migration) => last !== undefined && migration.name < last.name);
  if (late !== undefined) {
    throw new TypeError(
      `Migration "${module}/${late.name}" comes before "${last?.name}", which has run already`,
    );
  }
  return pending;
}

async function runMigration(
  database: Kysely<unknown>,
  module: string,
  migration: Migration,
): Promise<void> {
  try {
    await migration.up(database);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("internal", `Migration "${module}/${migration.name}" failed: ${reason}`, {
      cause,
    });
  }
}
