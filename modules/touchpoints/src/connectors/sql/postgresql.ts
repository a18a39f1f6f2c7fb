import { isIP } from "node:net";
import pg from "pg";
import { asObject } from "../../wire/json-object.ts";
import { parseExactly } from "../records/parse-exactly.ts";
import { databaseProblems } from "./database-problem.ts";
import { postgresqlQuery } from "./postgresql-query.ts";
import {
  connectMs,
  statementMs,
  type TableConnection,
  type TableDatabase,
  type TableServer,
} from "./table-database.ts";

/** PostgreSQL and what speaks its protocol. Codes are SQLSTATEs. */
export const postgresql: TableDatabase = {
  connect,
  problems: {
    "28P01": databaseProblems.noAccess,
    "28000": databaseProblems.noAccess,
    "3D000": databaseProblems.noDatabase,
    "42P01": {
      zh: "没有这张表或视图；表在其他模式中时写作 模式.表",
      en: "there is no such table or view; one in another schema is written schema.table",
    },
    "42703": databaseProblems.noColumn,
    "42501": databaseProblems.noRight,
    "53300": databaseProblems.full,
    "57014": databaseProblems.slow,
  },
};

async function connect(server: TableServer): Promise<TableConnection> {
  const { host, address, port, database, user, password, tls } = server;
  // The certificate is compared with what the person named, be it an address.
  const named = isIP(host) === 0 ? { servername: host } : { host };
  const ca = tls?.authority ? { ca: tls.authority } : {};
  const client = new pg.Client({
    ...{ host: address, port, database, user, password },
    ssl: tls === null ? false : { ...named, ...ca },
    ...{ connectionTimeoutMillis: connectMs, query_timeout: statementMs + 5_000 },
    ...{ statement_timeout: statementMs, application_name: "causeway" },
    options: "-c default_transaction_read_only=on -c timezone=UTC -c datestyle=ISO",
  });
  // A connection that breaks also rejects what is waited for; without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  return {
    read: async (choice, place, limit) => {
      await client.query("begin transaction read only isolation level repeatable read");
      const { text, values } = postgresqlQuery(choice, place, limit);
      const { rows } = await client.query<Row>(text, [...values]);
      await client.query("rollback");
      return rows.map(({ cursor, key, record }) => ({
        ...{ cursor, key },
        record: asObject(parseExactly(record)) ?? {},
      }));
    },
    close: () => client.end().catch(() => undefined),
  };
}

interface Row {
  readonly cursor: string;
  readonly key: string;
  readonly record: string;
}
