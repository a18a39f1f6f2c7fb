import type { ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { survivorsOf } from "./find-merges.ts";

/** Values to write in which references to records that were merged lead to those that stand for them. */
export async function followMerges(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  records: readonly Values[],
): Promise<readonly Values[]> {
  const names = object.fields.filter(({ type }) => type === "reference").map(({ name }) => name);
  const ids = new Set(records.flatMap((values) => names.map((name) => values[name] ?? null)));
  const wanted = [...ids].filter((id) => typeof id === "string");
  const survivors = await survivorsOf(trx, wanted);
  if (survivors.size === 0) return records;
  return records.map((values) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        names.includes(name) ? (survivors.get(String(value)) ?? value) : value,
      ]),
    ),
  );
}
