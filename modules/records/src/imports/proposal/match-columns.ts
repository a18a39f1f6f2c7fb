import type { Field, ObjectDefinition } from "@causeway/platform-contract";
import { fieldTypes, type Schema } from "@causeway/platform-schema";
import type { ColumnStatistics } from "../file/column-statistics.ts";
import type { MemberFinder } from "../members.ts";
import { asWritten, shownNotation } from "../rows/notation.ts";
import type { KnownTitles } from "./known-titles.ts";
import { fieldSynonyms, foldHeader, optionSynonyms } from "./synonyms.ts";

export interface ProposalInput {
  readonly schema: Schema;
  readonly statistics: readonly ColumnStatistics[];
  readonly titles: KnownTitles;
  readonly fileName: string;
  readonly rowCount: number;
  /** Who may own records. */
  readonly members?: MemberFinder;
  /** What the rows are, where the caller knows. */
  readonly object?: string | undefined;
}

/** Columns with the fields they fit; each field is taken once, by the column that names it best. */
export function matchColumns(
  object: ObjectDefinition,
  input: ProposalInput,
): ReadonlyMap<string, Field> {
  const offers = input.statistics.flatMap((column) =>
    object.fields.flatMap((field) => {
      const rank = headerRank(object, field, column.name);
      const fits = rank > 0 && valuesFit(object, field, column, input);
      return fits ? [{ column: column.name, field, rank }] : [];
    }),
  );
  offers.sort((left, right) => right.rank - left.rank);
  const matches = new Map<string, Field>();
  const used = new Set<Field>();
  for (const { column, field } of offers) {
    if (matches.has(column) || used.has(field)) continue;
    matches.set(column, field);
    used.add(field);
  }
  return matches;
}

/** 2 where a header is the field's name or label, 1 where it is a synonym, else 0. */
function headerRank(object: ObjectDefinition, field: Field, header: string): number {
  const folded = foldHeader(header);
  if ([field.name, field.label.zh, field.label.en].some((name) => foldHeader(name) === folded)) {
    return 2;
  }
  return fieldSynonyms[`${object.name}.${field.name}`]?.includes(folded) === true ? 1 : 0;
}

/** A handful of values on many rows is a choice (contact: telephone, cellular), not names of records. */
const fewValues = 4;
/** A column with fewer different values on many rows names no record. */
const tellingTitles = 200;

function valuesFit(
  object: ObjectDefinition,
  field: Field,
  column: ColumnStatistics,
  { titles, rowCount }: ProposalInput,
): boolean {
  const { name, samples, distinct } = column;
  if (samples.length === 0) return true;
  if (field.type === "reference") {
    const known = titles.get(name)?.get(field.target ?? "") ?? 0;
    return known > 0 || distinct > fewValues || rowCount < distinct * 5;
  }
  if (field.name === object.titleField && distinct < Math.min(tellingTitles, rowCount / 10)) {
    return false;
  }
  const synonyms = optionSynonyms[`${object.name}.${field.name}`] ?? {};
  const notation = shownNotation(field.type, samples);
  const readable = samples.filter(
    (sample) =>
      Object.hasOwn(synonyms, foldHeader(sample)) ||
      fieldTypes[field.type].readText(asWritten(sample, field.type, notation), field).ok,
  );
  return readable.length >= samples.length / 2;
}
