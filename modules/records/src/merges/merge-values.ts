import type {
  Field,
  FieldValue,
  MergeChoice,
  ObjectDefinition,
  Values,
} from "@causeway/platform-contract";
import type { StoredRecord } from "../store/record-table.ts";
import { sameValue } from "../store/record-table.ts";

/** What becomes of one field of two records that are made one. */
export interface FieldMerge {
  readonly name: string;
  /** What is taken. */
  readonly choice: MergeChoice;
  /** What could be. */
  readonly choices: readonly MergeChoice[];
  readonly value: FieldValue;
}

export type MergeChoices = Readonly<Record<string, MergeChoice | undefined>>;

/** The owner is a property of the record itself, beside the fields that the business defines. */
export const ownerField = "owner_id";

/**
 * Field by field what a record holds when another has been merged into it: its own value, the other's where it has none,
 * and of lists the entries of both; unless somebody chooses. Fields that are empty in both are left out. A reference of one
 * to the other counts as empty: nothing shall refer to itself.
 */
export function mergeValues(
  object: ObjectDefinition,
  kept: StoredRecord,
  other: StoredRecord,
  choices: MergeChoices = {},
): readonly FieldMerge[] {
  const ids = new Set([kept.id, other.id]);
  const outside = (field: Field, value: FieldValue) =>
    field.target === object.name && ids.has(String(value)) ? null : value;
  const fields = object.fields.map((field) => ({
    name: field.name,
    own: outside(field, kept.values[field.name] ?? null),
    others: outside(field, other.values[field.name] ?? null),
    join: joiners[field.type],
  }));
  const owner = { name: ownerField, own: kept.ownerId, others: other.ownerId, join: undefined };
  return [...fields, owner].flatMap((pair) => {
    if (pair.own === null && pair.others === null) return [];
    return [mergeField(pair, choices[pair.name])];
  });
}

/** What the record that stays is to be given: only what differs from what it holds. */
export function valuesToWrite(kept: StoredRecord, merges: readonly FieldMerge[]): Values {
  const held: Values = { ...kept.values, [ownerField]: kept.ownerId };
  const named = new Map(merges.map(({ name, value }) => [name, value]));
  return Object.fromEntries(
    Object.entries(held).flatMap(([name, before]) => {
      const value = named.get(name) ?? null;
      return sameValue(before, value) ? [] : [[name, value]];
    }),
  );
}

interface FieldPair {
  readonly name: string;
  readonly own: FieldValue;
  readonly others: FieldValue;
  readonly join: Joiner | undefined;
}

function mergeField({ name, own, others, join }: FieldPair, chosen?: MergeChoice): FieldMerge {
  const joined = own !== null && others !== null ? join?.of(own, others) : undefined;
  const results = new Map<MergeChoice, FieldValue>();
  if (own !== null) results.set("kept", own);
  if (others !== null && !(own !== null && sameValue(own, others))) results.set("other", others);
  const isNew =
    joined !== undefined && ![...results.values()].some((one) => sameValue(one, joined));
  if (isNew) results.set("both", joined);
  const usual: MergeChoice =
    own === null ? "other" : isNew && join?.isUsual ? "both" : longer(own, others, joined);
  const choice = chosen !== undefined && results.has(chosen) ? chosen : usual;
  return { name, choice, choices: [...results.keys()], value: results.get(choice) ?? own };
}

/** Where the entries of both are those of the other, its list is taken. */
function longer(own: FieldValue, others: FieldValue, joined: FieldValue | undefined): MergeChoice {
  const isOthers = Array.isArray(joined) && others !== null && sameValue(joined, others);
  return isOthers && !sameValue(own, others) ? "other" : "kept";
}

interface Joiner {
  readonly of: (own: FieldValue, others: FieldValue) => FieldValue;
  /** Whether both are kept where nobody chooses. */
  readonly isUsual: boolean;
}

const joiners: { readonly [type in Field["type"]]?: Joiner } = {
  multiSelect: {
    of: (own, others) => [...new Set([own, others].flat().map(String))],
    isUsual: true,
  },
  longText: { of: (own, others) => `${String(own)}\n\n${String(others)}`, isUsual: false },
};
