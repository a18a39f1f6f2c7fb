import type { Field } from "@causeway/platform-contract";

const base = { required: false, unique: false, system: true, options: [], target: null };

/** What every record carries besides its object's own fields; filters and sorts offer them like fields. */
export const systemFields: readonly Field[] = [
  { ...base, name: "created_at", type: "dateTime", label: { zh: "创建时间", en: "Created" } },
  { ...base, name: "updated_at", type: "dateTime", label: { zh: "更新时间", en: "Updated" } },
  { ...base, name: "owner_id", type: "user", label: { zh: "负责人", en: "Owner" } },
];

/** Column names that no field may take. */
export const reservedNames: ReadonlySet<string> = new Set([
  "id",
  "object",
  "title_key",
  "version",
  "values",
  "references",
  "created_at",
  "updated_at",
  "deleted_at",
  "recorded_at",
  "owner_id",
  "import_id",
  // Columns that PostgreSQL gives to every table.
  "tableoid",
  "xmin",
  "cmin",
  "xmax",
  "cmax",
  "ctid",
]);
