import { AppError } from "@causeway/kernel";
import pg from "pg";
import { parseInstant } from "./parse-instant.ts";

/** Where a PostgreSQL server is reached, and as whom. `host` may be the folder of a Unix socket. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: pg.ClientConfig["ssl"];
}

/** Reads a `postgres://` URL the way libpq does. Throws AppError("bad-input") on anything else. */
export function connectionFromUrl(url: string): Connection {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new AppError("bad-input", {
      zh: "DATABASE_URL 必须以 postgres:// 或 postgresql:// 开头",
      en: "DATABASE_URL must start with postgres:// or postgresql://",
    });
  }
  let client: pg.Client;
  try {
    client = new pg.Client({ connectionString: url });
  } catch (cause) {
    throw new AppError(
      "bad-input",
      {
        zh: "DATABASE_URL 不是有效的连接地址：形如 postgres://用户:密码@主机:5432/数据库，其中的特殊字符须写成 %XX",
        en: "DATABASE_URL is not a valid connection address: it reads postgres://user:password@host:5432/database, with special characters as %XX",
      },
      { cause },
    );
  }
  return {
    host: client.host,
    port: client.port,
    database: client.database ?? "postgres",
    user: client.user ?? "postgres",
    password: client.password ?? "",
    ssl: client.ssl,
  };
}

/** A connection as the options of `pg`, with keep-alive so that a vanished server is noticed. */
export function clientOptions(connection: Connection): pg.ClientConfig {
  return {
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    password: connection.password,
    ssl: connection.ssl ?? false,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    types: typeParsers,
  };
}

/** Runs `work` on a connection of its own and closes it. */
export async function withClient<T>(
  connection: Connection,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(clientOptions(connection));
  // Without a listener a connection that breaks while idle would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const int8 = 20;
const date = 1082;
const timestamptz = 1184;

/**
 * Types as they arrive: `bigint` as number (throws above 2^53), `date` as "YYYY-MM-DD" text (a calendar day has no
 * time zone), `numeric` as text (money keeps its digits), `timestamptz` as Date, `json` parsed.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format !== "binary" && oid === int8) return parseSafeInteger;
    if (format !== "binary" && oid === date) return (text: string) => text;
    if (format !== "binary" && oid === timestamptz) return parseInstant;
    return pg.types.getTypeParser(oid, format ?? "text");
  },
};

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} exceeds 2^53`);
  return value;
}
