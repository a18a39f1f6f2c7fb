import type { ColumnKind } from "@causeway/engine-linkage";
import type { Field, FieldValue, ObjectDefinition, Values } from "@causeway/platform-contract";
import { openPart, type Viewer } from "@causeway/platform-schema";
import {
  companyDomainOf,
  normalizeDomain,
  normalizeId,
  normalizePhone,
} from "../identifiers/normalize.ts";
import { plainCompanyName } from "./plain-company-name.ts";

/** Ways to write what is compared; by name, since a thread is told of them. */
const forms = {
  name: plainCompanyName,
  // Free mail and pages of large hosts say nothing about a company.
  site: (text: string) =>
    (text.includes("@") ? companyDomainOf(text.trim().toLowerCase()) : normalizeDomain(text)) ?? "",
  // Hotlines belong to whoever is called.
  phone: (text: string) => normalizePhone(text)?.number ?? "",
  code: (text: string) => normalizeId(text)?.toUpperCase() ?? "",
} as const satisfies Readonly<Record<string, (text: string) => string>>;

/** Something that companies are compared by: one field, or several that say the same. */
export interface ComparedColumn {
  /** Its first field. */
  readonly name: string;
  readonly kind: ColumnKind;
  readonly form: keyof typeof forms;
  /** The first that says something counts. */
  readonly fields: readonly string[];
}

/** Texts that name a company in registers and in other systems. */
const codes: ReadonlySet<string> = new Set(["credit_code", "external_id"]);

/**
 * What records of companies are compared by: their name, the host of website and mail, each number, each code; fields that the
 * business has added by their type, codes where they are unique.
 */
export function comparedColumns({
  titleField,
  fields,
}: Pick<ObjectDefinition, "titleField" | "fields">): readonly ComparedColumn[] {
  const others = fields.filter(({ name }) => name !== titleField);
  const named = (test: (field: Field) => boolean) => others.filter(test).map(({ name }) => name);
  const sites = [
    ...named(({ type }) => type === "url"),
    ...named(({ type, name }) => type === "text" && name === "domain"),
    ...named(({ type }) => type === "email"),
  ];
  const [site] = sites;
  const isCode = ({ type, name, unique }: Field) =>
    type === "text" && name !== "domain" && (unique || codes.has(name));
  return [
    { name: titleField, kind: "company", form: "name", fields: [titleField] },
    ...(site === undefined
      ? []
      : [{ name: site, kind: "website", form: "site", fields: sites } as const]),
    ...named(({ type }) => type === "phone").map(
      (name) => ({ name, kind: "phone", form: "phone", fields: [name] }) as const,
    ),
    ...named(isCode).map((name) => ({ name, kind: "code", form: "code", fields: [name] }) as const),
  ];
}

/** Those of which somebody sees every field whole. */
export function columnsSeenBy(object: ObjectDefinition, viewer: Viewer): readonly ComparedColumn[] {
  const open = new Set(openPart(object, viewer).fields.map(({ name }) => name));
  return comparedColumns(object).filter(({ fields }) => fields.every((field) => open.has(field)));
}

/** What names a set of columns: pairs that were found by it are for whoever sees just these. */
export function nameOfColumns(columns: readonly Pick<ComparedColumn, "name">[]): string {
  return columns.map(({ name }) => name).join(",");
}

/** The place among the written values of the first that says something, and its form; of none "". */
export function cellOf(
  { form }: Pick<ComparedColumn, "form">,
  written: readonly (FieldValue | undefined)[],
): { readonly at: number; readonly text: string } {
  for (const [at, value] of written.entries()) {
    const text = typeof value === "string" && value !== "" ? forms[form](value) : "";
    if (text !== "") return { at, text };
  }
  return { at: -1, text: "" };
}

/** What a record says in a column, as it is written. */
export function writtenIn(column: ComparedColumn, values: Values): string {
  const { at } = cellOf(
    column,
    column.fields.map((field) => values[field]),
  );
  return at < 0 ? "" : String(values[column.fields[at] ?? ""] ?? "");
}
