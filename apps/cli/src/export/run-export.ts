import { once } from "node:events";
import { exportCsv, listRecords } from "@causeway/module-records";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { requireObject } from "../require-object.ts";
import type { OpenedWorkspace } from "../with-workspace.ts";
import { csvLine } from "./csv.ts";
import { eventRows, profileRows, type Row } from "./export-tables.ts";

export interface ExportWish {
  /** An object's name, `events` or `profiles`. */
  readonly what: string;
  readonly format: "csv" | "jsonl";
}

/** Writes the export to standard output, never faster than it is read. Throws UsageError for an unknown object. */
export async function runExport(opened: OpenedWorkspace, wish: ExportWish): Promise<void> {
  for await (const text of await exportText(opened, wish)) {
    if (!process.stdout.write(text)) await once(process.stdout, "drain");
  }
}

async function exportText(
  opened: OpenedWorkspace,
  { what, format }: ExportWish,
): Promise<AsyncIterable<string>> {
  const { workspace, facts } = opened;
  if (what === "events") return rowsAsText(eventRows(workspace), format);
  if (what === "profiles") return rowsAsText(profileRows(workspace), format);
  await requireObject(workspace, what, ["events", "profiles"]);
  if (format === "jsonl") return recordLines(workspace, what);
  const { userNames } = await opened.product();
  return exportCsv(workspace, { object: what, locale: facts.locale }, userNames);
}

async function* rowsAsText(
  pages: AsyncIterable<readonly Row[]>,
  format: "csv" | "jsonl",
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const rows of pages) {
    if (format === "jsonl") {
      yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
      continue;
    }
    const head = isFirst ? csvLine(Object.keys(rows[0] ?? {})) : "";
    isFirst = false;
    yield head + rows.map((row) => csvLine(Object.values(row))).join("");
  }
}

const pageSize = 1_000;

async function* recordLines(workspace: WorkspaceDatabase, object: string): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const place = after === undefined ? {} : { after };
    const page = await workspace.transaction(
      (trx) => listRecords(trx, { object, limit: pageSize, ...place }),
      { readOnly: true },
    );
    yield page.records
      .map(({ id, createdAt, updatedAt, values }) =>
        JSON.stringify({ id, createdAt, updatedAt, ...values }),
      )
      .map((line) => `${line}\n`)
      .join("");
    after = page.nextCursor ?? undefined;
  } while (after !== undefined);
}
