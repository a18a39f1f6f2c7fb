import type { Comparison, Condition } from "@causeway/engine-conditions";
import type { ObjectDefinition, Sort } from "@causeway/platform-contract";
import { fieldNamed, type Schema, systemFields } from "@causeway/platform-schema";
import { isBuiltIn, type ListIndex } from "./list-index.ts";

/** A list as people ask for it. */
export interface ListShape {
  readonly filter: Condition | undefined;
  readonly sort: Sort;
}

/** More fields than this in one index save little: the rows that are left are few. */
const mostFields = 2;

const byValue: ReadonlySet<string> = new Set(["equals"]);
const byRange: ReadonlySet<string> = new Set([
  ...["in", "startsWith", "less", "lessOrEqual", "greater", "greaterOrEqual", "between"],
  ...["inLastDays", "inNextDays", "moreThanDaysAgo", "moreThanDaysAhead"],
]);
const byEntry: ReadonlySet<string> = new Set(["containsAny", "containsAll"]);

/**
 * The indexes by which PostgreSQL answers a list without reading the whole table: one on the fields that must equal a
 * value together with the order, which also carries what is compared by range, and one for each comparison by range: where
 * many rows match the first finds a page soonest, where few do the second. Those that every table has are left out.
 */
export function wantedIndexes(
  schema: Schema,
  object: ObjectDefinition,
  { filter, sort }: ListShape,
): readonly ListIndex[] {
  const comparisons = filter === undefined ? [] : comparisonsOf(filter);
  const own = comparisons.filter(({ field }) => !field.includes("."));
  const equal = [...new Set(own.filter(isConstant(byValue)).map(({ field }) => field))]
    .sort()
    .slice(0, mostFields);
  const carried = [...new Set(own.filter(isConstant(byRange)).map(({ field }) => field))]
    .filter((name) => name !== sort.field)
    .sort()
    .slice(0, mostFields);
  const wanted: ListIndex[] = [
    { object: object.name, kind: "ordered", fields: equal, sortedBy: sort.field, carried },
    ...own.filter(isConstant(byRange)).map((each) => single(object.name, "ordered", each.field)),
    ...own.filter(isConstant(byEntry)).map((each) => single(object.name, "lists", each.field)),
    ...comparisons.flatMap((each) => throughReference(object, each)),
  ];
  const keys = new Set<string>();
  return wanted.filter((index) => {
    const target = schema.objects.find(({ name }) => name === index.object);
    const key = JSON.stringify(index);
    if (target === undefined || isBuiltIn(target, index) || keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}

/** Comparisons that must all hold. */
function comparisonsOf(condition: Condition): readonly Comparison[] {
  if (condition.kind === "comparison") return [condition];
  return condition.kind === "all" ? condition.conditions.flatMap(comparisonsOf) : [];
}

function isConstant(operators: ReadonlySet<string>): (comparison: Comparison) => boolean {
  return ({ operator, operands }) =>
    operators.has(operator) && operands.every(({ kind }) => kind === "constant");
}

function single(object: string, kind: ListIndex["kind"], field: string): ListIndex {
  return { object, kind, fields: [field], sortedBy: null, carried: [] };
}

/** `account.industry` is found by the target's own index, and then by the reference. */
function throughReference(object: ObjectDefinition, comparison: Comparison): readonly ListIndex[] {
  const [reference = "", inner] = comparison.field.split(".");
  const target = fieldNamed(object, reference)?.target;
  if (inner === undefined || target === undefined || target === null) return [];
  if (isConstant(byEntry)(comparison)) return [single(target, "lists", inner)];
  const isOrdered = isConstant(byValue)(comparison) || isConstant(byRange)(comparison);
  return isOrdered && !systemFields.some(({ name }) => name === inner)
    ? [single(target, "ordered", inner)]
    : [];
}
