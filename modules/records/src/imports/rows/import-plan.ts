import { AppError, type Issue } from "@causeway/kernel";
import type {
  ColumnMap,
  Field,
  FieldValue,
  Label,
  Locale,
  ObjectDefinition,
  ParsedImportMap,
  Values,
} from "@causeway/platform-contract";
import {
  fieldNamed,
  fieldTypes,
  objectNamed,
  type Schema,
  systemFields,
  titleFieldOf,
} from "@causeway/platform-schema";
import { newObjectFields } from "../../metadata/create-object.ts";
import { type MemberFinder, noMembers } from "../members.ts";
import type { Notation } from "./notation.ts";

/** A column of the file on its way into a field. */
export interface ColumnPlan {
  readonly index: number;
  readonly column: string;
  readonly field: Field;
  readonly values: ReadonlyMap<string, FieldValue>;
  readonly repairs: ReadonlyMap<string, string>;
  /** For references: where the text is looked up. */
  readonly lookup?: { readonly target: ObjectDefinition; readonly match: Field };
  readonly notation: Notation;
  /** Its texts name members of the workspace. */
  readonly isMember: boolean;
  /** A reference to a record of the same object, perhaps of the same file: set when all rows are there. */
  readonly isLink: boolean;
}

/** A map that was checked against the file and the schema. */
export interface ImportPlan {
  readonly object: ObjectDefinition;
  readonly columns: readonly ColumnPlan[];
  /** Index of the column that says when a record came into being; -1 without one. */
  readonly createdAt: number;
  readonly createdNotation: Notation;
  /** Index of the column with the ids of records, as an export has it; -1 without one. */
  readonly id: number;
  readonly constants: Values;
  readonly templates: readonly { readonly field: string; readonly template: string }[];
  readonly columnNames: readonly string[];
  readonly key: readonly string[];
  readonly createMissing: boolean;
  /** Empty cells empty the fields of records that are there. */
  readonly emptyErases: boolean;
  /** Whose clock times without an offset mean; UTC without it. */
  readonly timeZone: string | undefined;
  readonly members: MemberFinder;
  readonly locale: Locale;
}

const words = {
  column: { zh: "文件中没有这一列", en: "is not a column of the file" },
  field: { zh: "没有这个字段", en: "is not a field of the object" },
  twice: { zh: "该字段已由另一列填写", en: "is filled by another column already" },
  match: { zh: "不能按这个字段查找", en: "is not a field to find records by" },
  value: { zh: "不是该字段的值", en: "is not a value of the field" },
  key: { zh: "关键字段必须来自文件", en: "must be filled from the file to be a key" },
  title: { zh: "没有任何列填写必填字段", en: "is required and nothing fills it" },
} as const satisfies Record<string, Label>;

/** Whose a record is, and since when it is there; no fields of its object, but columns of files say them. */
export const ownerField: Field = systemFieldNamed("owner_id");
export const createdField: Field = systemFieldNamed("created_at");

function systemFieldNamed(name: string): Field {
  const field = systemFields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new TypeError(`There is no system field ${name}`);
  return field;
}

/** The schema as it will be once the map's new object and fields are made. */
export function withAdditions(schema: Schema, map: ParsedImportMap): Schema {
  const { newObject, newFields = [] } = map;
  const existing = schema.objects.find((object) => object.name === map.object);
  const made: ObjectDefinition | undefined =
    newObject === undefined
      ? undefined
      : {
          ...newObject,
          titleField: "name",
          stageField: null,
          system: false,
          fields: [...newObjectFields],
        };
  const object = existing ?? made;
  if (object === undefined || object.name !== map.object) return schema;
  const added = newFields
    .filter((field) => fieldNamed(object, field.name) === undefined)
    .map((field): Field => {
      const { searched, ...added } = field;
      return { ...added, system: false, ...(searched === undefined ? {} : { searched }) };
    });
  const grown = { ...object, fields: [...object.fields, ...added] };
  const others = schema.objects.filter((other) => other.name !== map.object);
  return { version: schema.version, objects: [...others, grown] };
}

/** Checks a map. Throws AppError("bad-input") with every issue, paths as in the map. */
export function planImport(
  schema: Schema,
  columnNames: readonly string[],
  map: ParsedImportMap,
  locale: Locale,
  members: MemberFinder = noMembers,
): ImportPlan {
  const object = objectNamed(schema, map.object);
  const issues: Issue[] = [];
  const report = (path: string, message: Label): undefined => {
    issues.push({ path, message: message[locale] });
  };
  const context: PlanContext = { schema, object, columnNames, report, used: new Set() };
  const created = map.columns.find(({ field }) => field === "created_at");
  const createdAt = created === undefined ? -1 : columnNames.indexOf(created.column);
  const ids = map.columns.find(({ field }) => field === "id");
  const id = ids === undefined ? -1 : columnNames.indexOf(ids.column);
  const columns = map.columns.flatMap((column, index) => {
    if (!columnNames.includes(column.column)) {
      report(`columns[${index}].column`, words.column);
      return [];
    }
    if (column === created || column === ids) return [];
    return (
      planColumn(column, columnNames.indexOf(column.column), `columns[${index}]`, context) ?? []
    );
  });
  const constants = planConstants(map, context);
  const templates = Object.entries(map.templates ?? {}).map(([field, template]) => {
    if (fieldNamed(object, field)?.type !== "text") report(`templates.${field}`, words.field);
    context.used.add(field);
    return { field, template };
  });
  const fromFile = new Set(
    columns
      .filter(({ isLink, field }) => !isLink && field !== ownerField)
      .map(({ field }) => field.name),
  );
  for (const [index, name] of (map.key ?? []).entries()) {
    if (!fromFile.has(name)) report(`key[${index}]`, words.key);
  }
  const title = titleFieldOf(object);
  if (!context.used.has(title.name) && map.key === undefined && id < 0) {
    report(`templates.${title.name}`, words.title);
  }
  if (issues.length > 0) {
    const message = { zh: "导入设置有误", en: "The map is not right" }[locale];
    throw new AppError("bad-input", message, { issues });
  }
  const { key = [], createMissing, emptyErases = false, timeZone } = map;
  return {
    object,
    columns,
    createdAt,
    createdNotation: created ? notationOf(created) : {},
    id,
    constants,
    templates,
    columnNames,
    key,
    createMissing,
    emptyErases,
    timeZone,
    members,
    locale,
  };
}

interface PlanContext {
  readonly schema: Schema;
  readonly object: ObjectDefinition;
  readonly columnNames: readonly string[];
  readonly report: (path: string, message: Label) => undefined;
  /** Fields that something fills. */
  readonly used: Set<string>;
}

function planColumn(
  map: ColumnMap,
  index: number,
  path: string,
  { schema, object, report, used }: PlanContext,
): ColumnPlan | undefined {
  const field = fillableField(object, map.field);
  if (field === undefined) return report(`${path}.field`, words.field);
  if (used.has(field.name)) return report(`${path}.field`, words.twice);
  used.add(field.name);
  for (const [text, value] of Object.entries(map.values ?? {})) {
    if (value !== null && !fieldTypes[field.type].read(value, field).ok) {
      report(`${path}.values.${text}`, words.value);
    }
  }
  const plan = {
    index,
    column: map.column,
    field,
    values: new Map(Object.entries(map.values ?? {})),
    repairs: new Map(Object.entries(map.repairs ?? {})),
    notation: notationOf(map),
    isMember: field.type === "user",
    isLink: field.type === "reference" && field.target === object.name,
  };
  if (field.type !== "reference" || field.target === null) return plan;
  const target = objectNamed(schema, field.target);
  const match = fieldNamed(target, map.match ?? target.titleField);
  const isSearchable = match !== undefined && fieldTypes[match.type].columnType.startsWith("text");
  if (!isSearchable) return report(`${path}.match`, words.match);
  return { ...plan, lookup: { target, match } };
}

function notationOf({ dateOrder, decimalComma }: ColumnMap): Notation {
  return { dateOrder, decimalComma };
}

function fillableField(object: ObjectDefinition, name: string): Field | undefined {
  return name === ownerField.name ? ownerField : fieldNamed(object, name);
}

function planConstants(map: ParsedImportMap, { object, report, used }: PlanContext): Values {
  const constants: Values = {};
  for (const [name, value] of Object.entries(map.constants ?? {})) {
    const field = fieldNamed(object, name);
    if (field === undefined) {
      report(`constants.${name}`, words.field);
      continue;
    }
    const reading = value === null ? undefined : fieldTypes[field.type].read(value, field);
    if (reading?.ok === true) constants[name] = reading.value;
    else if (reading !== undefined) report(`constants.${name}`, words.value);
    used.add(name);
  }
  return constants;
}
