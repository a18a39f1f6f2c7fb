import type { SearchResult } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, type Viewer } from "@causeway/platform-schema";
import { readSchema } from "../metadata/read-schema.ts";
import { cutText } from "../search/cut-text.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { asSeen } from "./present-records.ts";
import { referenceTitles } from "./reference-titles.ts";

const telling = new Set(["reference", "text", "email", "phone"]);
const detailParts = 2;

/** Hits of a search: the title, and what tells two records of the same title apart. */
export async function presentHits(
  trx: WorkspaceTransaction,
  found: readonly StoredRecord[],
  viewer?: Viewer,
): Promise<SearchResult> {
  const schema = await readSchema(trx);
  const records = found.map((record) => asSeen(schema, record, viewer));
  const titles = await referenceTitles(trx, schema, records, async () => new Map(), viewer);
  return {
    hits: records.map(({ object: name, id, title, values }) => {
      const object = objectNamed(schema, name);
      const parts = object.fields
        .filter((field) => field.name !== object.titleField && telling.has(field.type))
        .map((field) => [field, values[field.name] ?? null] as const)
        .filter(([, value]) => value !== null)
        .map(([field, value]) =>
          field.type === "reference" ? titles.get(String(value)) : String(value),
        )
        .filter((part) => part !== undefined);
      const detail = parts.slice(0, detailParts).join(" · ");
      return { object: name, id, title: cutText(title, 200), detail };
    }),
  };
}
