import type { WorkspaceId } from "@causeway/kernel";
import type { Kysely, RawBuilder, Transaction } from "kysely";
import { quoteIdentifier } from "./identifiers.ts";
import type { OpenPools } from "./pools.ts";
import { sqlState } from "./retry-conflicts.ts";
import { type PreparedRun, type PreparedStatement, runPrepared } from "./run-prepared.ts";
import { scopedKysely } from "./scoped-kysely.ts";

export interface Workspace {
  readonly id: WorkspaceId;
  readonly name: string;
  readonly locale: "zh" | "en";
  readonly isDemo: boolean;
  readonly createdAt: Date;
}

/**
 * A transaction inside one workspace. A module adds its own tables to the type with
 * `trx.$extendTables<TouchpointTables>()`, where the tables are a `type`, not an `interface`.
 */
export type WorkspaceTransaction = Transaction<unknown>;

export interface TransactionOptions {
  readonly readOnly?: boolean;
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
}

/** One workspace: a schema and a role of its own. */
export interface WorkspaceDatabase {
  readonly id: WorkspaceId;
  /** The workspace's schema; for diagnosis only, names inside a transaction need no schema. */
  readonly schema: string;
  /** Runs `work` in one transaction under the workspace's role and commits; any error rolls everything back. */
  transaction<T>(
    work: (trx: WorkspaceTransaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  /**
   * Runs one statement in a transaction of its own under the workspace's role, in a single round trip and with a plan
   * that is kept: for what is written hundreds of times a second. Rows may be copied into a table before it.
   */
  runPrepared(
    statement: PreparedStatement,
    values: readonly unknown[],
    run?: PreparedRun,
  ): Promise<void>;
  /**
   * Runs `work` in one transaction under the owner role, for changes of tables (custom fields).
   * Waits at most 5 s for a lock, so that it never queues all other work behind itself.
   */
  alter<T>(work: (trx: WorkspaceTransaction) => Promise<T>): Promise<T>;
  /**
   * Runs one statement under the owner role that PostgreSQL refuses inside a transaction (`create index
   * concurrently`). It may take minutes, without a limit of its own, and holds one of two connections that are kept for such work.
   */
  alterOutsideTransaction(statement: RawBuilder<unknown>): Promise<void>;
  /** How far the indexes are that are being built here: share from 0 to 1 by name. */
  indexProgress(): Promise<ReadonlyMap<string, number>>;
}

/** The names PostgreSQL knows a workspace by. */
export interface WorkspaceScope {
  readonly schema: string;
  readonly role: string;
  readonly owner: string;
}

/** `mustExist` throws AppError("not-found") when the workspace has been removed. */
export function workspaceDatabase(
  id: WorkspaceId,
  scope: WorkspaceScope,
  pools: OpenPools,
  mustExist: () => Promise<unknown>,
): WorkspaceDatabase {
  const { schema, role, owner } = scope;
  // Read by notifications, so that a listener knows the workspace: current_setting('app.workspace').
  const settings = { "app.workspace": id };
  const dataScope = { role, schema, settings };
  const data = scopedKysely<unknown>(pools.login, dataScope);
  const definition = scopedKysely<unknown>(pools.owner, {
    role: owner,
    schema,
    settings: { ...settings, lock_timeout: "5s" },
  });
  return {
    id,
    schema,
    transaction: (work, options = {}) => unlessRemoved(transact(data, work, options), mustExist),
    runPrepared: (statement, values, run) =>
      unlessRemoved(runPrepared(pools.pipelined, dataScope, statement, values, run), mustExist),
    alter: (work) => unlessRemoved(definition.transaction().execute(work), mustExist),
    alterOutsideTransaction: (statement) =>
      unlessRemoved(runAsOwner(pools, scope, statement.compile(definition)), mustExist),
    indexProgress: () => readProgress(pools, schema),
  };
}

/** SQLSTATEs of work in a workspace that is removed meanwhile: its role, its schema or a table of it is not there. */
const missing = new Set(["22023", "3F000", "42P01", "42704"]);

/** Work that failed because its workspace is gone says so, instead of naming a table that is not there. */
async function unlessRemoved<T>(work: Promise<T>, mustExist: () => Promise<unknown>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (missing.has(sqlState(error) ?? "")) await mustExist();
    throw error;
  }
}

/** The table is read once, its entries are sorted and written, then it is read again for what was missed. */
async function readProgress({ owner }: OpenPools, schema: string): Promise<Map<string, number>> {
  // Only the administrator's own session may see what it does.
  const { rows } = await owner.query<{ name: string; share: number }>(
    `select i.relname as name, (case
        when p.phase like 'building index: scanning%' then 0.4 * p.blocks_done / greatest(p.blocks_total, 1)
        when p.phase like 'building index: loading%' then 0.45 + 0.15 * p.tuples_done / greatest(p.tuples_total, 1)
        when p.phase like 'building index%' then 0.4
        when p.phase = 'index validation: scanning table'
          then 0.75 + 0.25 * p.blocks_done / greatest(p.blocks_total, 1)
        when p.phase like 'index validation%' or p.phase = 'waiting for writers before validation' then 0.7
        when p.phase = 'waiting for old snapshots' then 1 else 0 end)::float8 as share
     from pg_stat_progress_create_index p join pg_class i on i.oid = p.index_relid
     join pg_namespace n on n.oid = i.relnamespace where n.nspname = $1`,
    [schema],
  );
  return new Map(rows.map(({ name, share }) => [name, Math.min(1, share)]));
}

async function runAsOwner(
  { builder: pool }: OpenPools,
  { schema, owner }: WorkspaceScope,
  { sql: text, parameters }: { readonly sql: string; readonly parameters: readonly unknown[] },
): Promise<void> {
  if (parameters.length > 0) throw new TypeError("Such a statement takes no parameters");
  const client = await pool.connect();
  try {
    await client.query(
      `set role ${quoteIdentifier(owner)}; set search_path to ${quoteIdentifier(schema)};
       set statement_timeout to 0; set lock_timeout to 0`,
    );
    await client.query(text);
  } finally {
    // The settings are the session's: the connection must not go back into the pool with them.
    client.release(true);
  }
}

function transact<T>(
  kysely: Kysely<unknown>,
  work: (trx: WorkspaceTransaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  let builder = kysely.transaction();
  if (options.isolation) builder = builder.setIsolationLevel(options.isolation);
  if (!options.readOnly) return builder.execute(work);
  return builder.setAccessMode("read only").execute((trx) => {
    readOnly.add(trx);
    return work(trx);
  });
}

const readOnly = new WeakSet<WorkspaceTransaction>();

/** Whether a transaction can change nothing: what it has read once may be kept until it ends. */
export function isReadOnly(trx: WorkspaceTransaction): boolean {
  return readOnly.has(trx);
}
