import { conditionFields } from "@causeway/engine-conditions";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { Schema } from "@causeway/platform-schema";
import { type FieldUse, placesOf } from "../metadata/field-uses.ts";
import { allViewShapes } from "./view-shapes.ts";

/** The fields by which saved views filter and sort, whoever owns them; with `shown` also those that they show. */
export async function viewUses(
  trx: WorkspaceTransaction,
  schema: Schema,
  { shown = false }: { readonly shown?: boolean } = {},
): Promise<readonly FieldUse[]> {
  const shapes = await allViewShapes(trx, schema);
  return shapes.flatMap(({ name, object, filter, sort, columns }) => {
    const paths = new Set([
      ...(filter === undefined ? [] : conditionFields(filter)),
      ...(sort === null ? [] : [sort.field]),
      ...(shown ? columns : []),
    ]);
    const by = { zh: `视图“${name}”`, en: `the view “${name}”` };
    return placesOf(schema, object, paths).map((place) => ({ ...place, by }));
  });
}
