import { conditionFields } from "@causeway/engine-conditions";
import { type FieldPlace, type FieldUse, placesOf, readCondition } from "@causeway/module-records";
import type { FeatureSpec, PredictionDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { type ObjectDefinition, objectAt, type Schema } from "../schema.ts";
import type { PredictionTables } from "../tables.ts";
import { conditionsOf } from "./bind-definition.ts";
import { listPredictions } from "./definition-store.ts";

/** The fields that predictions name, and those that versions in force have learned from. */
export async function predictionUses(
  trx: WorkspaceTransaction,
  schema: Schema,
): Promise<readonly FieldUse[]> {
  const models = await trx
    .$extendTables<PredictionTables>()
    .selectFrom("predictions as p")
    .innerJoin("models as m", "m.id", "p.current_model_id")
    .select(["p.name", "m.card"])
    .execute();
  const learned = new Map(models.map(({ name, card }) => [name, card.importance]));
  return (await listPredictions(trx)).flatMap(({ definition }) => {
    const { label, name } = definition;
    const by = { zh: `预测“${label.zh}”`, en: `the prediction “${label.en}”` };
    const columns = (learned.get(name) ?? []).flatMap(({ feature, weight }) =>
      weight > 0 ? [feature] : [],
    );
    return fieldsNamed(schema, definition, columns).map((place) => ({ ...place, by }));
  });
}

/** The fields that a definition names, and those behind columns (`field:account.city`) of a version. */
export function fieldsNamed(
  schema: Schema,
  definition: PredictionDefinition,
  columns: readonly string[],
): readonly FieldPlace[] {
  const object = schema.objects.find(({ name }) => name === definition.object);
  if (object === undefined) return [];
  const { moment, outcome } = definition;
  const conditions = [...conditionsOf(definition).values()].flatMap(pathsIn);
  const own = [
    ...("field" in moment ? [moment.field] : []),
    ...("field" in outcome ? [outcome.field] : []),
    ...("dateField" in outcome && outcome.dateField !== null ? [outcome.dateField] : []),
  ];
  const all = [
    ...placesOf(schema, object, [...conditions, ...own]),
    ...definition.features.flatMap((spec) => fieldsOfSpec(schema, object, spec)),
    ...columns.flatMap((column) => fieldsOfColumn(schema, object, column)),
  ];
  return [...new Map(all.map((place) => [`${place.object}.${place.field}`, place])).values()];
}

function pathsIn(document: unknown): readonly string[] {
  return conditionFields(readCondition(document));
}

function fieldsOfSpec(
  schema: Schema,
  object: ObjectDefinition,
  spec: FeatureSpec,
): readonly FieldPlace[] {
  const through = "of" in spec && spec.of !== "" && spec.of !== "company" ? [spec.of] : [];
  const places = placesOf(schema, object, through);
  switch (spec.kind) {
    case "fields":
      return [...places, ...fieldsAt(schema, object, spec.of, spec.names ?? [])];
    case "field-history":
      return [...places, { object: object.name, field: spec.field }];
    case "related": {
      const other = schema.objects.find(({ name }) => name === spec.object);
      if (other === undefined) return places;
      const paths = spec.filter === null ? [] : pathsIn(spec.filter);
      const named = [spec.through, ...(spec.field === null ? [] : [spec.field]), ...paths];
      return [...places, ...placesOf(schema, other, named)];
    }
    default:
      return places;
  }
}

/** Columns are named by the sources that make them. */
function fieldsOfColumn(
  schema: Schema,
  object: ObjectDefinition,
  column: string,
): readonly FieldPlace[] {
  const found = /^field:(?:([^.]+)\.)?([^.]+)$/.exec(column);
  const [, of = "", field] = found ?? [];
  return field === undefined ? [] : fieldsAt(schema, object, of, [field]);
}

function fieldsAt(
  schema: Schema,
  object: ObjectDefinition,
  of: string,
  names: readonly string[],
): readonly FieldPlace[] {
  const at = objectAt(schema, object, of);
  return at === undefined ? [] : names.map((field) => ({ object: at.name, field }));
}
