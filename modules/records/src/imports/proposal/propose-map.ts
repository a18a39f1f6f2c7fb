import {
  type ColumnMap,
  type ConsentPurpose,
  type Field,
  importMapSchema,
  type NewField,
  type ObjectDefinition,
  type ParsedImportMap,
  purposeWords,
} from "@causeway/platform-contract";
import { fieldTypes, isPersonObject, objectNamed } from "@causeway/platform-schema";
import { consentHead } from "../../export/consent-column.ts";
import { apiName, freeName } from "../../metadata/api-name.ts";
import { newObjectFields } from "../../metadata/create-object.ts";
import { cutText } from "../../search/cut-text.ts";
import type { ColumnStatistics } from "../file/column-statistics.ts";
import { shownNotation } from "../rows/notation.ts";
import { inferField } from "./infer-field.ts";
import type { KnownTitles } from "./known-titles.ts";
import { matchColumns, type ProposalInput } from "./match-columns.ts";
import { foldHeader, keptSynonyms, optionSynonyms } from "./synonyms.ts";
import { systemColumns } from "./system-columns.ts";
import { titleTemplate } from "./title-template.ts";

/**
 * The best guess at how a file becomes records: the object whose fields its columns fit best, new fields for columns
 * that fit none, and a key by which a second import would update. Where no object fits, a new one.
 */
export function proposeMap(input: ProposalInput): ParsedImportMap | null {
  const { schema, statistics } = input;
  if (statistics.length === 0) return null;
  const objects = input.object === undefined ? schema.objects : [objectNamed(schema, input.object)];
  let best: { object: ObjectDefinition; score: number } | undefined;
  for (const object of objects) {
    const score = fitOf(object, input);
    if (best === undefined || score > best.score) best = { object, score };
  }
  if (best === undefined || (best.score === 0 && input.object === undefined)) {
    return mapToNewObject(input);
  }
  return holdsNothing(best.object, input) ? null : mapTo(best.object, input);
}

/** A head line alone, or empty cells only, under headings that no field has. */
function holdsNothing(object: ObjectDefinition, input: ProposalInput): boolean {
  const isEmpty = input.statistics.every(({ samples }) => samples.length === 0);
  return isEmpty && matchColumns(object, input).size === 0;
}

/** How well an object fits: a point for each column, more for the title and for a file named after it. */
function fitOf(object: ObjectDefinition, input: ProposalInput): number {
  const matches = matchColumns(object, input);
  if (matches.size === 0) return 0;
  const hasTitle = [...matches.values()].some((field) => field.name === object.titleField);
  const stem = foldHeader(input.fileName.replace(/\..*$/, ""));
  const names = [object.name, object.pluralLabel.en, object.label.zh].map(foldHeader);
  const isNamed = names.some((name) => stem.includes(name));
  return matches.size + (hasTitle ? 1.5 : 0) + (isNamed ? 2 : 0);
}

/** An object of the file's own name, its first column of different words as the name. */
function mapToNewObject(input: ProposalInput): ParsedImportMap | null {
  const { schema, statistics, rowCount } = input;
  const stem = cutText(input.fileName.replace(/\..*$/, ""), 200) || "import";
  const taken = new Set(schema.objects.map(({ name }) => name));
  const name = freeName(apiName(stem, "object"), taken);
  const title = statistics.find(({ distinct }) => distinct > rowCount / 2);
  if (title === undefined) return null;
  const label = { zh: stem, en: stem };
  const object: ObjectDefinition = {
    name,
    label,
    pluralLabel: label,
    icon: "box",
    titleField: "name",
    stageField: null,
    system: false,
    // The column becomes the name under its own heading, so that it is matched like any other.
    fields: newObjectFields.map((field) =>
      field.name === "name" ? { ...field, label: { zh: title.name, en: title.name } } : field,
    ),
  };
  const map = mapTo(object, input);
  return { ...map, newObject: { name, label, pluralLabel: label, icon: "box" } };
}

function mapTo(object: ObjectDefinition, input: ProposalInput): ParsedImportMap {
  const { statistics, rowCount, titles } = input;
  const named = matchColumns(object, input);
  const matches = new Map([...named, ...referencesByTitles(object, named, input)]);
  const unmatched = statistics.filter(({ name }) => !matches.has(name));
  const known = systemColumns(unmatched, input);
  const columns: ColumnMap[] = [];
  const newFields: NewField[] = [];
  const taken = new Set(object.fields.map((field) => field.name));
  for (const column of statistics) {
    const field = matches.get(column.name);
    const carried = known.get(column);
    if (field !== undefined) {
      const written = {
        ...valuesFor(object, field, column),
        ...shownNotation(field.type, column.samples),
      };
      columns.push({ column: column.name, field: field.name, ...written });
    } else if (carried !== undefined) {
      columns.push({
        column: column.name,
        field: carried,
        ...shownNotation("dateTime", column.samples),
      });
    } else if (isNews(object, column)) {
      const added = referenceField(column, titles, input) ?? inferField(column, rowCount, taken);
      const named = taken.has(added.name) ? { ...added, name: `${added.name}_2` } : added;
      taken.add(named.name);
      newFields.push(named);
      columns.push({
        column: column.name,
        field: named.name,
        ...shownNotation(named.type, column.samples),
      });
    }
  }
  const key = keyOf(object, matches, statistics, rowCount);
  const template = titleTemplate(object, matches, input);
  return importMapSchema.parse({
    object: object.name,
    columns,
    createMissing: lacksTargets(object, matches, input),
    ...(key === undefined ? {} : { key: [key] }),
    ...(template === undefined ? {} : { templates: { [object.titleField]: template } }),
    ...(newFields.length === 0 ? {} : { newFields }),
  });
}

/** Not what an export tells of a record besides its fields, and nobody enters: when it changed, what a person agreed to. */
function isNews({ system }: ObjectDefinition, { name, samples }: ColumnStatistics): boolean {
  const head = foldHeader(name);
  const isKept = keptSynonyms.includes(head) || (system && consentHeads.has(head));
  return samples.length > 0 && !isKept;
}

const consentHeads: ReadonlySet<string> = new Set(
  (Object.keys(purposeWords) as ConsentPurpose[]).flatMap((purpose) => {
    const { zh, en } = consentHead(purpose);
    return [foldHeader(zh), foldHeader(en)];
  }),
);

function valuesFor(
  object: ObjectDefinition,
  field: Field,
  { values = {} }: ColumnStatistics,
): Pick<ColumnMap, "values" | "match"> {
  if (field.type === "reference") return {};
  const synonyms = optionSynonyms[`${object.name}.${field.name}`] ?? {};
  const found = Object.keys(values).flatMap((value) => {
    const option = Object.hasOwn(synonyms, foldHeader(value))
      ? synonyms[foldHeader(value)]
      : undefined;
    return option === undefined || fieldTypes[field.type].readText(value, field).ok
      ? []
      : [[value, option] as const];
  });
  return found.length === 0 ? {} : { values: Object.fromEntries(found) };
}

const mostlyKnown = 0.6;

/** Columns that hold titles of records which the object refers to already, under a name that says nothing to us. */
function referencesByTitles(
  object: ObjectDefinition,
  named: ReadonlyMap<string, Field>,
  { statistics, titles }: ProposalInput,
): readonly (readonly [string, Field])[] {
  const taken = new Set(named.values());
  return statistics.flatMap(({ name }) => {
    if (named.has(name)) return [];
    const target = titledObject(titles.get(name));
    const free = object.fields.filter(
      (field) => field.type === "reference" && field.target === target && !taken.has(field),
    );
    const [only] = free;
    // Of two that may be meant neither is taken; and a row's own kind is rather its parent than itself.
    if (only === undefined || free.length > 1 || target === object.name) return [];
    taken.add(only);
    return [[name, only] as const];
  });
}

/** The object whose records have most of a column's values as their titles. */
function titledObject(known: ReadonlyMap<string, number> | undefined): string | undefined {
  const [best] = [...(known ?? [])].sort((left, right) => right[1] - left[1]);
  return best === undefined || best[1] < mostlyKnown ? undefined : best[0];
}

/** A reference for a column whose values are titles of another object's records. */
function referenceField(
  column: ColumnStatistics,
  titles: KnownTitles,
  { schema }: ProposalInput,
): NewField | undefined {
  const name = titledObject(titles.get(column.name));
  if (name === undefined) return undefined;
  const target = objectNamed(schema, name);
  return {
    name: target.name,
    label: { zh: column.name, en: column.name },
    type: "reference",
    target: target.name,
  };
}

function keyOf(
  object: ObjectDefinition,
  matches: ReadonlyMap<string, Field>,
  statistics: readonly ColumnStatistics[],
  rowCount: number,
): string | undefined {
  const candidates = statistics.flatMap(({ name, distinct, empty }) => {
    const field = matches.get(name);
    if (field === undefined) return [];
    const filled = field.type === "email" ? rowCount - empty : rowCount;
    const isDistinct = distinct > 0 && (distinct === filled || distinct >= 5_000);
    return field.unique || isDistinct ? [field] : [];
  });
  const unique = candidates.find((field) => field.unique);
  if (unique !== undefined) return unique.name;
  // Two people may have one name, and a row must not change somebody else; two companies hardly do.
  return candidates.find((field) =>
    isPersonObject(object) ? field.type === "email" : field.name === object.titleField,
  )?.name;
}

/** Whether a reference column has no known value at all: its records are probably not there yet. */
function lacksTargets(
  object: ObjectDefinition,
  matches: ReadonlyMap<string, Field>,
  { titles }: ProposalInput,
): boolean {
  return [...matches].some(
    ([column, { type, target }]) =>
      type === "reference" &&
      target !== null &&
      target !== object.name &&
      (titles.get(column)?.get(target) ?? 0) === 0,
  );
}
