import pg from "pg";
import { type CopiedRows, copyRows } from "./copy-rows.ts";
import { beginStatements, type TransactionScope } from "./scoped-kysely.ts";

/** A statement that is run very often. Each connection keeps its plan under the name. */
export interface PreparedStatement {
  /** At most 40 characters, and always with the same text. */
  readonly name: string;
  readonly text: string;
}

export interface PreparedRun {
  /** Copied into their table before the statement. */
  readonly rows?: CopiedRows | undefined;
  /** Called when nothing is left but the commit: another transaction that begins then comes after this one. */
  readonly onWritten?: (() => void) | undefined;
}

/**
 * Runs one statement in a transaction of its own: beginning, rows, statement and commit are sent at once, so that a
 * round trip is all there is. `pool` must have connections that pipeline.
 */
export async function runPrepared(
  pool: pg.Pool,
  scope: TransactionScope,
  statement: PreparedStatement,
  values: readonly unknown[],
  { rows, onWritten }: PreparedRun = {},
): Promise<void> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    // The plan leads to the tables of one schema.
    const name = `${statement.name}:${scope.schema}`;
    const { stream } = client.connection;
    // One packet, so that the server is not woken for each of them.
    stream.cork();
    const begin = begins(client, scope, rows);
    const write = client.query({ name, text: statement.text, values: [...values] });
    const commit = client.query("commit");
    stream.uncork();
    const [begun, written, committed] = await Promise.allSettled([
      begin,
      write.then(onWritten),
      commit,
    ]);
    for (const outcome of [begun, written, committed]) {
      if (outcome.status === "rejected") throw outcome.reason;
    }
    const isCommitted = committed.status === "fulfilled" && committed.value.command === "COMMIT";
    if (!isCommitted) throw new Error("The transaction was rolled back");
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    client.release(isBroken(failure));
  }
}

function begins(
  client: pg.PoolClient,
  scope: TransactionScope,
  rows: CopiedRows | undefined,
): Promise<unknown> {
  const begin = beginStatements(scope, {});
  return rows === undefined
    ? client.query(begin)
    : copyRows(client, `${begin}; ${rows.copy}`, rows.rows);
}

/** An ordinary error of PostgreSQL leaves the connection whole: what was sent behind it was refused and rolled back. */
function isBroken(error: unknown): boolean {
  return error !== undefined && !(error instanceof pg.DatabaseError && error.severity === "ERROR");
}
