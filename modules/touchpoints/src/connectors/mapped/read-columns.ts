import { asObject, type JsonObject } from "../../wire/json-object.ts";
import { plain } from "../records/pick.ts";

const deepest = 4;
const mostColumns = 100;

/** Paths of the texts and numbers in records, in the order of their appearance, each with an example. */
export function readColumns(
  records: readonly JsonObject[],
): readonly { readonly path: string; readonly example: string }[] {
  const columns = new Map<string, string>();
  for (const record of records.slice(0, 20)) collect(record, "", 1, columns);
  return [...columns].slice(0, mostColumns).map(([path, example]) => ({ path, example }));
}

function collect(
  object: JsonObject,
  prefix: string,
  depth: number,
  columns: Map<string, string>,
): void {
  for (const [name, value] of Object.entries(object)) {
    const path = prefix + name;
    const inner = asObject(value);
    if (inner !== null && depth < deepest) collect(inner, `${path}.`, depth + 1, columns);
    const text = plain(value);
    if (text !== null && !columns.get(path)) columns.set(path, text.slice(0, 80));
  }
}
