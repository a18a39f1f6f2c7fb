import { createHash } from "node:crypto";
import { AppError, wordsOf } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import pg from "pg";
import { connectionProblem } from "../../network/connection-problem.ts";
import { reachOf } from "../../network/reach-field.ts";
import { reachHost } from "../../network/reach-host.ts";
import { asObject, type JsonObject, textAt } from "../../wire/json-object.ts";
import type { FetchContext, Fetched } from "../connector.ts";
import { databaseProblem } from "./database-problem.ts";
import { type TableChoice, type TablePlace, tableQuery } from "./table-query.ts";

const atOnce = 500;
const connectMs = 15_000;
const statementMs = 30_000;
/** Name under which a row's own id lies in its record. */
export const rowIdColumn = "causeway_row";

/** What the form says of the table. */
export function choiceOf(settings: SettingValues): TableChoice {
  const { table = "", columns = "", cursorColumn = "", keyColumn = "" } = settings;
  return {
    ...{ table, cursorColumn, keyColumn },
    columns: columns
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  };
}

/**
 * Rows of a PostgreSQL table that are new or changed since the last time, at most 500 at once, read in a transaction that
 * can change nothing and ends after 30 s. Throws an AppError.
 */
export async function fetchTable(
  settings: SettingValues,
  cursor: JsonObject | null,
  { signal, now }: FetchContext,
): Promise<Fetched> {
  const client = await connect(settings);
  const abort = (): void => {
    client.end().catch(() => undefined);
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    await client.query("begin transaction read only isolation level repeatable read");
    const { text, values } = tableQuery(choiceOf(settings), placeOf(cursor, settings), atOnce);
    const { rows } = await client.query<Row>(text, [...values]);
    await client.query("rollback");
    const last = rows.at(-1);
    return {
      deliveries: rows.length === 0 ? [] : [asDelivery(rows, now)],
      cursor: last ? { ...placed(settings), cursor: last.cursor, key: last.key } : (cursor ?? {}),
      more: rows.length === atOnce,
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { zh, en } = databaseProblem(error) ?? wordsOf(error);
    const label = { zh: `无法读取数据表：${zh}`, en: `The table cannot be read: ${en}` };
    throw new AppError("unavailable", label, { cause: error });
  } finally {
    signal.removeEventListener("abort", abort);
    await client.end().catch(() => undefined);
  }
}

interface Row {
  readonly cursor: string;
  readonly key: string;
  readonly record: JsonObject;
}

async function connect(settings: SettingValues): Promise<pg.Client> {
  const {
    host = "",
    port = "",
    database = "",
    user = "",
    password = "",
    authority = "",
  } = settings;
  const address = await reachHost(host, reachOf(settings));
  const servername = /^[\d.:[\]]+$/.test(host) ? {} : { servername: host };
  const ca = authority === "" ? {} : { ca: authority };
  const client = new pg.Client({
    ...{ host: address, port: Number(port), database, user, password },
    ssl: settings["security"] === "tls" ? { ...servername, ...ca } : false,
    ...{ connectionTimeoutMillis: connectMs, query_timeout: statementMs + 5_000 },
    ...{ statement_timeout: statementMs, application_name: "causeway" },
    options: "-c default_transaction_read_only=on -c timezone=UTC -c datestyle=ISO",
  });
  // A connection that breaks also rejects what is waited for; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const { zh, en } = databaseProblem(error) ?? connectionProblem(host, error) ?? wordsOf(error);
    const label = { zh: `无法连接数据库：${zh}`, en: `The database cannot be reached: ${en}` };
    throw new AppError("unavailable", label, { cause: error });
  }
  return client;
}

/** Another table or another cursor column begins at the start. */
function placed(settings: SettingValues): { readonly of: string } {
  const { table, cursorColumn, keyColumn } = choiceOf(settings);
  return { of: JSON.stringify([table, cursorColumn, keyColumn]) };
}

function placeOf(cursor: JsonObject | null, settings: SettingValues): TablePlace | null {
  if (cursor === null || cursor["of"] !== placed(settings).of) return null;
  const [value, key] = [textAt(cursor, "cursor"), textAt(cursor, "key")];
  return value === null || key === null ? null : { cursor: value, key };
}

function asDelivery(rows: readonly Row[], receivedAt: Date): Fetched["deliveries"][number] {
  const records = rows.map(({ cursor, key, record }) => ({
    ...asObject(record),
    // A row that changed is something else that happened.
    [rowIdColumn]: createHash("sha256")
      .update(JSON.stringify([key, cursor]))
      .digest("hex")
      .slice(0, 40),
  }));
  const headers = { "content-type": "application/json" };
  return {
    method: "SQL",
    query: {},
    headers,
    body: Buffer.from(JSON.stringify(records)),
    receivedAt,
  };
}
