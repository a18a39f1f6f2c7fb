import type { FeatureSpec, Field, FieldType } from "@causeway/platform-contract";
import { objectAt, pathLabel } from "../../schema.ts";
import {
  type Case,
  type Cell,
  type Feature,
  type FeatureSource,
  type SourceContext,
  showLevel,
  showNumber,
} from "../feature.ts";
import { dayMs } from "../moments.ts";
import { dateOf } from "../outcome.ts";

type Kind = "number" | "level" | "date";

/** How a model can use a type of field; the others tell one record from another, not how it ends. */
const kinds: Readonly<Partial<Record<FieldType, Kind>>> = {
  number: "number",
  currency: "number",
  text: "level",
  select: "level",
  boolean: "level",
  date: "date",
  dateTime: "date",
};

/** Values of fields: numbers and levels as they are, dates as days from the moment. */
export function fieldsSource(
  { of, names }: Extract<FeatureSpec, { kind: "fields" }>,
  context: SourceContext,
): FeatureSource {
  const object = objectAt(context.schema, context.object, of);
  const fields = (object?.fields ?? []).filter(
    (field) =>
      kinds[field.type] !== undefined &&
      !field.unique &&
      (names === null ? field.name !== object?.titleField : names.includes(field.name)) &&
      !(of === "" && context.hiddenFields.has(field.name)),
  );
  const isHeldBack = (field: Field) => of === "" && context.outcomeFields.has(field.name);
  return {
    features: fields.map((field) => featureOf(field, of, context)),
    async read(_, cases) {
      return cases.map((each) => {
        const subject = each.subject(of);
        return fields.map((field) =>
          subject === null || (each.isSnapshot && isHeldBack(field))
            ? null
            : cellOf(field, subject.values[field.name], each),
        );
      });
    },
  };
}

function featureOf(field: Field, of: string, context: SourceContext): Feature {
  const name = `field:${of === "" ? "" : `${of}.`}${field.name}`;
  const path = pathLabel(context.object, of);
  const shared = {
    name,
    group: name,
    label: { zh: `${path.zh}${field.label.zh}`, en: `${path.en}${field.label.en}` },
  };
  const kind = kinds[field.type];
  if (kind === "number") return { ...shared, kind: "numeric", show: showNumber };
  if (kind === "date") {
    return {
      ...shared,
      kind: "numeric",
      label: { zh: `距${shared.label.zh}天数`, en: `Days until ${shared.label.en}` },
      show: showNumber,
    };
  }
  const words = Object.fromEntries(field.options.map(({ value, label }) => [value, label]));
  return { ...shared, kind: "categorical", show: showLevel({ ...yesNo(field), ...words }) };
}

function yesNo({ type }: Field) {
  return type === "boolean" ? { true: { zh: "是", en: "yes" }, false: { zh: "否", en: "no" } } : {};
}

function cellOf({ type }: Field, value: unknown, { at }: Case): Cell {
  if (value === null || value === undefined || value === "") return null;
  const kind = kinds[type];
  if (kind === "date") {
    const time = dateOf(value);
    return Number.isNaN(time) ? null : Math.round((time - at.getTime()) / dayMs);
  }
  if (kind === "number") {
    const number = Number(value);
    return Number.isFinite(number) ? number : null;
  }
  const text = String(value).trim();
  return text === "" ? null : text;
}
