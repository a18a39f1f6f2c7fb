import { AppError, issueAt } from "@causeway/kernel";
import type pg from "pg";
import { type Connection, withClient } from "./connection.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { unreachable } from "./unreachable.ts";

const oldestVersion = 150_000;

interface ServerFacts {
  readonly version: number;
  readonly versionName: string;
  readonly user: string;
  readonly database: string;
  readonly encoding: string;
  readonly superuser: boolean;
  readonly createRole: boolean;
  readonly createSchema: boolean;
}

/**
 * Connects and makes sure that an installation can live on this server: PostgreSQL 15 or newer, UTF-8, and a user that
 * may make roles and schemas. Throws AppError naming all that is missing and the statements that give it.
 */
export async function checkServer(connection: Connection): Promise<void> {
  const facts = await reach(connection);
  if (facts.version < oldestVersion) {
    throw new AppError("unsupported", {
      zh: `服务器运行的是 PostgreSQL ${facts.versionName}；Causeway 需要 15 或更新的版本。`,
      en: `The server runs PostgreSQL ${facts.versionName}; Causeway needs version 15 or newer.`,
    });
  }
  if (facts.encoding !== "UTF8") {
    throw new AppError("unsupported", {
      zh: `数据库“${facts.database}”的编码是 ${facts.encoding}；Causeway 需要 UTF8：请新建一个 UTF8 的数据库。`,
      en: `The database "${facts.database}" is encoded in ${facts.encoding}; Causeway needs UTF8: make another database with it.`,
    });
  }
  const missing = missingRights(facts);
  if (missing.length === 0) return;
  const rights = missing.map(({ right }) => right).join(" and ");
  const names = missing.map(({ zh }) => zh).join("和");
  const statements = missing.map(({ statement }) => `${statement};`).join(" ");
  throw new AppError(
    "forbidden",
    {
      zh: `用户“${facts.user}”缺少${names}。可由超级用户执行：${statements}`,
      en: `The user "${facts.user}" lacks ${rights}. A superuser can give it: ${statements}`,
    },
    { issues: missing.map(({ right, zh }) => issueAt("DATABASE_URL", { zh, en: right })) },
  );
}

function missingRights(facts: ServerFacts) {
  if (facts.superuser) return [];
  const user = quoteIdentifier(facts.user);
  const database = quoteIdentifier(facts.database);
  return [
    {
      given: facts.createRole,
      right: "the right to make roles (CREATEROLE)",
      zh: "建立角色的权限（CREATEROLE）",
      statement: `ALTER ROLE ${user} CREATEROLE`,
    },
    {
      given: facts.createSchema,
      right: `the right to make schemas (CREATE on database "${facts.database}")`,
      zh: `建立模式的权限（数据库“${facts.database}”的 CREATE）`,
      statement: `GRANT CREATE ON DATABASE ${database} TO ${user}`,
    },
  ].filter(({ given }) => !given);
}

async function reach(connection: Connection): Promise<ServerFacts> {
  try {
    return await withClient(connection, readFacts);
  } catch (cause) {
    throw unreachable(connection, cause);
  }
}

async function readFacts(client: pg.ClientBase): Promise<ServerFacts> {
  const found = await client.query<ServerFacts>(
    `select current_setting('server_version_num')::int as version,
       current_setting('server_version') as "versionName",
       current_user as user, current_database() as database,
       pg_encoding_to_char(d.encoding) as encoding,
       r.rolsuper as superuser, r.rolcreaterole as "createRole",
       has_database_privilege(d.datname, 'CREATE') as "createSchema"
     from pg_roles r, pg_database d
     where r.rolname = current_user and d.datname = current_database()`,
  );
  const [facts] = found.rows;
  if (!facts) throw new Error("The server did not say who is connected");
  return facts;
}
