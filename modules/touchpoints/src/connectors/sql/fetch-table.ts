import { createHash } from "node:crypto";
import { AppError, wordsOf } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import { connectionProblem } from "../../network/connection-problem.ts";
import { reachOf } from "../../network/reach-field.ts";
import { reachHost } from "../../network/reach-host.ts";
import { type JsonObject, textAt } from "../../wire/json-object.ts";
import type { ConnectorKind, Fetched } from "../connector.ts";
import { databaseProblem } from "./database-problem.ts";
import { choiceOf } from "./table-choice.ts";
import type { TableConnection, TableDatabase, TablePlace, TableRow } from "./table-database.ts";

const atOnce = 500;
/** Name under which a row's own id lies in its record. */
export const rowIdColumn = "causeway_row";

/**
 * Reads rows of a table that are new or changed since the last time, at most 500 at once, in a transaction that
 * can change nothing and ends after 30 s. Throws an AppError.
 */
export function fetchTableOf(database: TableDatabase): NonNullable<ConnectorKind["fetch"]> {
  return async (settings, cursor, { signal, now }) => {
    const connection = await connect(database, settings);
    const abort = (): void => void connection.close();
    signal.addEventListener("abort", abort, { once: true });
    try {
      const place = placeOf(cursor, settings);
      const rows = await connection.read(choiceOf(settings), place, atOnce);
      const last = rows.at(-1);
      return {
        deliveries: rows.length === 0 ? [] : [asDelivery(rows, now)],
        cursor: last ? { ...placed(settings), cursor: last.cursor, key: last.key } : (cursor ?? {}),
        more: rows.length === atOnce,
      };
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      const { zh, en } = databaseProblem(database.problems, cause) ?? wordsOf(cause);
      const label = { zh: `无法读取数据表：${zh}`, en: `The table cannot be read: ${en}` };
      throw new AppError("unavailable", label, { cause });
    } finally {
      signal.removeEventListener("abort", abort);
      await connection.close();
    }
  };
}

async function connect(database: TableDatabase, settings: SettingValues): Promise<TableConnection> {
  const { host = "", port = "", user = "", password = "", authority = "" } = settings;
  const address = await reachHost(host, reachOf(settings));
  try {
    return await database.connect({
      ...{ host, address, port: Number(port), user, password },
      database: settings["database"] ?? "",
      tls: settings["security"] === "tls" ? { authority: authority || null } : null,
    });
  } catch (cause) {
    const { zh, en } =
      databaseProblem(database.problems, cause) ?? connectionProblem(host, cause) ?? wordsOf(cause);
    const label = { zh: `无法连接数据库：${zh}`, en: `The database cannot be reached: ${en}` };
    throw new AppError("unavailable", label, { cause });
  }
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

function asDelivery(rows: readonly TableRow[], receivedAt: Date): Fetched["deliveries"][number] {
  const records = rows.map(({ cursor, key, record }) => ({
    ...record,
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
