import type {
  ColumnMap,
  Field,
  ImportDraft,
  ImportMap,
  ImportPreview,
  NewField,
  ObjectDefinition,
} from "@causeway/platform-contract";
import { allFields } from "../records/schema-fields.ts";

type Column = ImportDraft["columns"][number];
export type Repair = ImportPreview["repairs"][number];

/** What a column may become: a field there is, or one that the import makes. */
export interface Target {
  readonly name: string;
  readonly label: { readonly zh: string; readonly en: string };
  readonly target: string | null;
  readonly isNew: boolean;
  /** Known records may be found by it. */
  readonly isKey: boolean;
  readonly isDate: boolean;
  readonly isNumber: boolean;
  /** Its texts tell a time of day. */
  readonly isTime: boolean;
}

const dates: ReadonlySet<string> = new Set(["date", "dateTime"]);
const numbers: ReadonlySet<string> = new Set(["number", "currency"]);

function kindsOf(type: Field["type"]): Pick<Target, "isDate" | "isNumber" | "isTime"> {
  return { isDate: dates.has(type), isNumber: numbers.has(type), isTime: type === "dateTime" };
}
const recordId = { name: "id", label: { zh: "记录编号（ID）", en: "Record ID" }, target: null };
const fromFiles = new Set(["owner_id", "created_at"]);

/** The fields of the object, what every record carries beside them, and the fields that this import adds. */
export function targetsOf(object: ObjectDefinition | undefined, map: ImportMap): readonly Target[] {
  const own = object?.fields ?? [];
  const carried = object === undefined ? [] : allFields(object).slice(own.length);
  const known = [
    ...own.map(({ name, label, target, type }) => ({
      ...{ name, label, target, isNew: false },
      ...kindsOf(type),
      // References to records of the file itself are set after all of them are there.
      isKey: target !== object?.name,
    })),
    ...[...carried.filter(({ name }) => fromFiles.has(name)), recordId].map(
      ({ name, label, target }) => ({
        ...{ name, label, target, isNew: false, isKey: false },
        ...kindsOf(name === "created_at" ? "dateTime" : "text"),
      }),
    ),
  ];
  const added = (map.newFields ?? [])
    .filter((field) => !known.some(({ name }) => name === field.name))
    .map(({ name, label, target, type }) => ({
      ...{ name, label, target: target ?? null, isNew: true, isKey: true },
      ...kindsOf(type),
    }));
  return [...known, ...added];
}

/** Fields as the preview shows their values: those there are, and those that the import makes with their own options. */
export function previewedFields(
  object: ObjectDefinition | undefined,
  { newFields = [] }: ImportMap,
): readonly Field[] {
  const known = object === undefined ? [] : allFields(object);
  const added = newFields
    .filter(({ name }) => !known.some((field) => field.name === name))
    .map(
      ({ options = [], target = null, ...field }): Field => ({
        ...field,
        options,
        target,
        required: false,
        unique: false,
        system: false,
      }),
    );
  return [...known, ...added];
}

/** Whether rows may be records that are there already. */
export function isRecognising({ key = [], columns }: ImportMap): boolean {
  return key.length > 0 || columns.some(({ field }) => field === "id");
}

/** The value of an option made from its label: `On hold` → `on_hold`; `field_3` where nothing is left. */
export function apiNameOf(heading: string, place: number): string {
  const name = heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 48);
  return /^[a-z]/.test(name) ? name : `field_${place + 1}`;
}

function withoutUnused(map: ImportMap): ImportMap {
  const used = new Set(map.columns.map(({ field }) => field));
  const { newFields, key, ...rest } = map;
  const fields = (newFields ?? []).filter(({ name }) => used.has(name));
  const keys = (key ?? []).filter((name) => used.has(name));
  return {
    ...rest,
    ...(fields.length > 0 ? { newFields: fields } : {}),
    ...(keys.length > 0 ? { key: keys } : {}),
  };
}

/** The map with one column led elsewhere; null leaves the column out. */
export function mapColumn(map: ImportMap, column: string, target: Target | null): ImportMap {
  const others = map.columns.filter(
    (each) => each.column !== column && each.field !== target?.name,
  );
  if (target === null) return withoutUnused({ ...map, columns: others });
  const matched: ColumnMap = {
    column,
    field: target.name,
    ...(target.target === null ? {} : { match: "name" }),
  };
  return withoutUnused({ ...map, columns: [...others, matched] });
}

/** The map with a new text field for a column; its name is unlike every other's. */
export function mapToNewField(
  map: ImportMap,
  column: Column,
  targets: readonly Target[],
): ImportMap {
  const taken = new Set(targets.map(({ name }) => name));
  let name = column.fieldName;
  for (let count = 2; taken.has(name); count++) name = `${column.fieldName}_${count}`;
  const field: NewField = {
    name,
    label: { zh: column.name.slice(0, 200) || name, en: column.name.slice(0, 200) || name },
    type: "text",
  };
  const next = { ...map, newFields: [...(map.newFields ?? []), field] };
  return mapColumn(next, column.name, {
    ...{ ...field, target: null, isNew: true },
    ...{ isKey: true, ...kindsOf("text") },
  });
}

/** The map with confirmed repairs added to their columns. */
export function withRepairs(map: ImportMap, confirmed: readonly Repair[]): ImportMap {
  return {
    ...map,
    columns: map.columns.map((column): ColumnMap => {
      const repairs = { ...column.repairs };
      for (const { column: name, from, to } of confirmed) {
        if (name === column.column && to !== null) repairs[from] = to;
      }
      return Object.keys(repairs).length === 0 ? column : { ...column, repairs };
    }),
  };
}

/** The zone of whoever imports: their spreadsheet tells times by their clock. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
