import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type TransactionSettings,
} from "kysely";
import { EagerConnection } from "./eager-connection.ts";
import { quoteIdentifier, quoteLiteral } from "./identifiers.ts";

/** Whose rights a transaction has, and where its unqualified names lead. */
export interface TransactionScope {
  readonly role: string;
  readonly schema: string;
  /** Further settings that end with the transaction, such as `app.workspace`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A Kysely whose transactions start under the scope's role and schema, on the way of their first statement: no round
 * trip is theirs. `pool` must have connections that pipeline. Outside a transaction it acts as the login role, which may
 * do nothing.
 */
export function scopedKysely<Tables>(pool: PostgresPool, scope: TransactionScope): Kysely<Tables> {
  const inner = new PostgresDialect({ pool });
  const dialect: Dialect = {
    createDriver: () => scopedDriver(inner.createDriver(), scope),
    createAdapter: () => inner.createAdapter(),
    createIntrospector: (database) => inner.createIntrospector(database),
    createQueryCompiler: () => inner.createQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}

/** The statements that open a transaction in a scope. */
export function beginStatements(scope: TransactionScope, settings: TransactionSettings): string {
  const begin = [
    "start transaction",
    settings.isolationLevel && `isolation level ${settings.isolationLevel}`,
    settings.accessMode,
  ];
  return [
    begin.filter(Boolean).join(" "),
    `set local role ${quoteIdentifier(scope.role)}`,
    `set local search_path to ${quoteIdentifier(scope.schema)}`,
    ...Object.entries(scope.settings ?? {}).map(
      ([name, value]) => `set local ${quoteSetting(name)} to ${quoteLiteral(value)}`,
    ),
  ].join("; ");
}

function quoteSetting(name: string): string {
  return name.split(".").map(quoteIdentifier).join(".");
}

function scopedDriver(inner: Driver, scope: TransactionScope): Driver {
  const driver: Driver = {
    init: (options) => inner.init(options),
    acquireConnection: async (options) =>
      new EagerConnection(await inner.acquireConnection(options)),
    releaseConnection: (connection, options) =>
      inner.releaseConnection(innerOf(connection), options),
    async commitTransaction(connection) {
      if (!(connection as EagerConnection).commitUnheard()) {
        await inner.commitTransaction(connection);
      }
    },
    // Also where the opening failed: the connection goes back into the pool outside a transaction.
    rollbackTransaction: (connection) => inner.rollbackTransaction(innerOf(connection)),
    destroy: (options) => inner.destroy(options),
    async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings) {
      const { accessMode, isolationLevel } = settings;
      const onlyReads = accessMode === "read only" && isolationLevel !== "serializable";
      (connection as EagerConnection).begin(beginStatements(scope, settings), onlyReads);
    },
  };
  const { savepoint, rollbackToSavepoint, releaseSavepoint } = inner;
  if (savepoint) driver.savepoint = savepoint.bind(inner);
  if (rollbackToSavepoint) driver.rollbackToSavepoint = rollbackToSavepoint.bind(inner);
  if (releaseSavepoint) driver.releaseSavepoint = releaseSavepoint.bind(inner);
  return driver;
}

function innerOf(connection: DatabaseConnection): DatabaseConnection {
  return (connection as EagerConnection).inner;
}
