import type { ObjectDefinition, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { survivorsOf } from "./find-merges.ts";

/** Values on their way into a record; without an id into a new one. */
export interface ValuesToFollow {
  readonly id?: string;
  readonly values: Values;
}

/**
 * Values to write in which references to records that were merged lead to those that stand for them; one that would lead a
 * record to itself that way is left out.
 */
export async function followMerges(
  trx: WorkspaceTransaction,
  object: ObjectDefinition,
  records: readonly ValuesToFollow[],
): Promise<readonly Values[]> {
  const names = object.fields.filter(({ type }) => type === "reference").map(({ name }) => name);
  const ids = new Set(records.flatMap(({ values }) => names.map((name) => values[name] ?? null)));
  const wanted = [...ids].filter((id) => typeof id === "string");
  const survivors = await survivorsOf(trx, wanted);
  if (survivors.size === 0) return records.map(({ values }) => values);
  return records.map(({ id, values }) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => {
        const survivor = names.includes(name) ? survivors.get(String(value)) : undefined;
        if (survivor === undefined) return [[name, value]];
        return survivor === id ? [] : [[name, survivor]];
      }),
    ),
  );
}
