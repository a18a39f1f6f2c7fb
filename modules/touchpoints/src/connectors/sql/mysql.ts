import { isIP, connect as openSocket } from "node:net";
import { createConnection } from "mysql2";
import type { Connection, FieldPacket, RowDataPacket } from "mysql2/promise";
import { databaseProblems } from "./database-problem.ts";
import { columnsQuery, rowsQuery } from "./mysql-query.ts";
import { mysqlValue } from "./mysql-value.ts";
import {
  connectMs,
  statementMs,
  type TableConnection,
  type TableDatabase,
  type TableServer,
} from "./table-database.ts";

const noTable = {
  zh: "没有这张表或视图；表在其他数据库中时写作 数据库.表",
  en: "there is no such table or view; one in another database is written database.table",
};
const notLetIn = {
  zh: "数据库不接受本服务器的连接；请允许这个账号从本服务器的地址登录",
  en: "the database takes no connection of this server; let the user sign in from this server's address",
};

/** MySQL and what speaks its protocol. Codes are names of its errors, or their numbers where they have no name. */
export const mysql: TableDatabase = {
  connect,
  certificateNeedsName: true,
  problems: {
    ER_ACCESS_DENIED_ERROR: databaseProblems.noAccess,
    ER_DBACCESS_DENIED_ERROR: databaseProblems.noRight,
    ER_BAD_DB_ERROR: databaseProblems.noDatabase,
    ER_NO_SUCH_TABLE: noTable,
    ER_BAD_FIELD_ERROR: databaseProblems.noColumn,
    ER_TABLEACCESS_DENIED_ERROR: databaseProblems.noRight,
    ER_COLUMNACCESS_DENIED_ERROR: databaseProblems.noRight,
    ER_CON_COUNT_ERROR: databaseProblems.full,
    ER_HOST_NOT_PRIVILEGED: notLetIn,
    ER_HOST_IS_BLOCKED: notLetIn,
    ER_QUERY_TIMEOUT: databaseProblems.slow,
    1969: databaseProblems.slow,
    PROTOCOL_SEQUENCE_TIMEOUT: databaseProblems.slow,
    HANDSHAKE_NO_SSL_SUPPORT: {
      zh: "数据库没有启用 TLS；请在数据库中启用，或在内网中选择不加密",
      en: "the database has no TLS; turn it on there, or choose no encryption in your own network",
    },
    ER_SECURE_TRANSPORT_REQUIRED: {
      zh: "数据库要求加密连接；请将“加密”改为 TLS",
      en: "the database wants an encrypted connection; choose TLS",
    },
  },
};

async function connect(server: TableServer): Promise<TableConnection> {
  const { host, address, port, database, user, password, tls } = server;
  const core = createConnection({
    ...{ host, port, database, user, password, charset: "utf8mb4" },
    // To the address that was checked, while the certificate is compared with the name.
    stream: () => openSocket({ host: address, port, noDelay: true }),
    ...(tls && {
      ssl: { verifyIdentity: isIP(host) === 0, ...(tls.authority && { ca: tls.authority }) },
    }),
    ...{ connectTimeout: connectMs, flags: ["-LOCAL_FILES"] },
    // Values come as the database writes them: moments without a guess at their zone, numbers with all their digits.
    ...{ dateStrings: true, jsonStrings: true, supportBigNumbers: true, bigNumberStrings: true },
  });
  await new Promise<void>((resolve, reject) => {
    core.connect((error) => (error ? reject(error) : resolve()));
  }).catch((error: Error) => {
    // The driver puts a word of its own in place of why a certificate is not trusted.
    const code = Object(Object(core).stream).authorizationError as unknown;
    core.destroy();
    throw typeof code === "string" ? Object.assign(new Error(error.message), { code }) : error;
  });
  // A connection that breaks also rejects what is waited for; without a listener it would end the process.
  core.on("error", () => undefined);
  const connection = core.promise();
  let isBusy = false;
  return {
    read: async (choice, place, limit) => {
      isBusy = true;
      await beCareful(connection);
      const [, columns] = await connection.query({ sql: columnsQuery(choice), timeout: queryMs });
      const { sql, values } = rowsQuery(choice, columns, place, limit);
      const [rows, fields] = await connection.execute<RowDataPacket[][]>({
        ...{ sql, values: [...values], timeout: queryMs, rowsAsArray: true },
      });
      isBusy = false;
      return rows.map((row) => rowOf(row, fields));
    },
    close: async () => {
      if (isBusy) connection.destroy();
      else await connection.end().catch(() => undefined);
    },
  };
}

/** The server itself ends what takes too long; this is for one that does not. */
const queryMs = statementMs + 5_000;
const unknownVariable = "ER_UNKNOWN_SYSTEM_VARIABLE";

/** A session that can change nothing, whose queries end in time, and whose moments are in UTC. */
async function beCareful(connection: Connection): Promise<void> {
  await connection.query("set session time_zone = '+00:00', sql_mode = ''");
  await connection.query("set session transaction read only");
  // One of the two is MySQL's, the other MariaDB's.
  for (const limit of [
    `max_execution_time = ${statementMs}`,
    `max_statement_time = ${statementMs / 1000}`,
  ]) {
    await connection.query(`set session ${limit}`).catch((error: { readonly code?: unknown }) => {
      if (error.code !== unknownVariable) throw error;
    });
  }
  await connection.query("start transaction read only");
}

function rowOf([cursor, key, ...values]: readonly unknown[], fields: readonly FieldPacket[]) {
  const entries = fields.slice(2).map((field, at) => [field.name, mysqlValue(field, values[at])]);
  return { cursor: String(cursor), key: String(key), record: Object.fromEntries(entries) };
}
