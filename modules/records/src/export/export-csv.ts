import {
  consentWords,
  type Field,
  type Locale,
  type ObjectDefinition,
  type Sort,
  type Values,
} from "@causeway/platform-contract";
import type { WorkspaceDatabase } from "@causeway/platform-database";
import { objectNamed, sightOf, systemFields } from "@causeway/platform-schema";
import { listRecords, type RecordSelection } from "../lists/list-records.ts";
import { readSchema } from "../metadata/read-schema.ts";
import { asSeen } from "../present/present-records.ts";
import { referenceTitles, type UserNames } from "../present/reference-titles.ts";
import type { StoredRecord } from "../store/record-table.ts";
import { type ConsentAsked, consentHead, consenting } from "./consent-column.ts";
import { byteOrderMark, csvCell, csvText } from "./csv-cell.ts";

export interface ExportCsvInput extends RecordSelection {
  readonly sort?: Sort;
  /** Names of fields; default all. */
  readonly columns?: readonly string[];
  /** Language of the head line, of options and of yes and no. */
  readonly locale: Locale;
  /** For contacts and leads. */
  readonly consent?: ConsentAsked;
}

const pageSize = 1000;
const yesNo = { zh: { true: "是", false: "否" }, en: { true: "yes", false: "no" } };

/**
 * Records as CSV text (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read Chinese), page by page,
 * each in a short transaction. References and options stand as people read them; importing the file finds them again.
 */
export async function* exportCsv(
  workspace: WorkspaceDatabase,
  { columns, consent, ...input }: ExportCsvInput,
  userNames: UserNames,
): AsyncGenerator<string> {
  const schema = await workspace.transaction(readSchema, { readOnly: true });
  const object = objectNamed(schema, input.object);
  const fields = [...object.fields, ...systemFields].filter(
    (field) => (columns?.includes(field.name) ?? true) && sightOf(field, input.viewer) !== "hidden",
  );
  const asked = consenting.has(object.name) ? consent : undefined;
  const told = asked?.way === "mark" ? [consentHead(asked.purpose)] : [];
  const heads = [...fields.map(({ label }) => label), ...told].map((label) => label[input.locale]);
  const head = ["ID", ...heads].map(csvText).join(",");
  let after: string | undefined;
  let text = `${byteOrderMark}${head}\r\n`;
  do {
    const place = after === undefined ? {} : { after };
    const page = await workspace.transaction(
      async (trx) => {
        const list = await listRecords(trx, { ...input, ...place, limit: pageSize });
        const records = list.records.map((record) => asSeen(schema, record, input.viewer));
        const titles = await referenceTitles(trx, schema, records, userNames, input.viewer);
        const ids = records.map(({ id }) => id);
        const verdicts = await asked?.consentOf(trx, object.name, ids, asked.purpose);
        return { ...list, records, titles, verdicts };
      },
      { readOnly: true },
    );
    for (const record of page.records) {
      const verdict = page.verdicts?.get(record.id);
      if (asked?.way === "omit" && verdict?.allowed === false) continue;
      const last = told.map(() => consentWords[verdict?.reason ?? "allowed"][input.locale]);
      text += line(record, fields, page.titles, input.locale, last);
    }
    if (text !== "") yield text;
    text = "";
    after = page.nextCursor ?? undefined;
  } while (after !== undefined);
}

/** A file name for the export: the object in words, and the day. */
export function exportFileName(object: ObjectDefinition, locale: Locale, now: Date): string {
  return `${object.pluralLabel[locale]} ${now.toISOString().slice(0, 10)}.csv`;
}

function line(
  record: StoredRecord,
  fields: readonly Field[],
  titles: ReadonlyMap<string, string>,
  locale: Locale,
  more: readonly string[],
): string {
  const cells = fields.map((field) => cell(record, field, titles, locale));
  return `${[record.id, ...cells, ...more.map(csvText)].join(",")}\r\n`;
}

function cell(
  record: StoredRecord,
  field: Field,
  titles: ReadonlyMap<string, string>,
  locale: Locale,
): string {
  const value = { ...systemValues(record), ...record.values }[field.name] ?? null;
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return yesNo[locale][value ? "true" : "false"];
  if (Array.isArray(value)) {
    return csvText(value.map((entry) => optionLabel(field, entry, locale)).join("; "));
  }
  if (field.type === "date" || field.type === "dateTime") return csvCell(value);
  return csvText(titles.get(value) ?? optionLabel(field, value, locale));
}

function systemValues({ ownerId, createdAt, updatedAt }: StoredRecord): Values {
  return {
    owner_id: ownerId,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  };
}

function optionLabel(field: Field, value: string, locale: Locale): string {
  if (field.type !== "select" && field.type !== "multiSelect") return value;
  return field.options.find((option) => option.value === value)?.label[locale] ?? value;
}
