import type { Comparison, Condition } from "@causeway/engine-conditions";
import type { ObjectDefinition, Sort } from "@causeway/platform-contract";
import { fieldNamed, fieldTypes, type Schema, systemFields } from "@causeway/platform-schema";
import { bulkOf, bulkOfSort } from "./entry-room.ts";
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
const byEmptiness: ReadonlySet<string> = new Set(["isEmpty", "isNotEmpty"]);
const withEmptyValue: ReadonlySet<string> = new Set(["text", "multiSelect"]);
const byEntry: ReadonlySet<string> = new Set(["containsAny", "containsAll"]);

/**
 * The indexes by which PostgreSQL answers a list without reading the whole table: one on the fields that must equal a
 * value together with the order, which also carries what is compared by range, and one for each comparison by range: where
 * many rows match the first finds a page soonest, where few do the second. Those that every table has are left out, and
 * so is what an index entry has no room for: a value that is written later must never be refused because of an index.
 */
export function wantedIndexes(
  schema: Schema,
  object: ObjectDefinition,
  { filter, sort }: ListShape,
): readonly ListIndex[] {
  const comparisons = filter === undefined ? [] : comparisonsOf(filter);
  const own = comparisons.filter(
    ({ field }) => !field.includes(".") && bulkOf(object, field) !== "none",
  );
  const names = (some: readonly Comparison[]) =>
    [...new Set(some.map(({ field }) => field))].sort();
  const equal = names(own.filter(isConstant(byValue)));
  const bulky = equal.filter((name) => bulkOf(object, name) === "one");
  const left = bulkOfSort(object, sort.field) === "one" ? bulky : bulky.slice(1);
  const joined = equal.filter((name) => !left.includes(name)).slice(0, mostFields);
  const passedOver = own.filter(
    ({ field }) => field !== sort.field && bulkOf(object, field) === undefined,
  );
  const byNull = passedOver.filter(
    ({ field, operator }) => byEmptiness.has(operator) && !hasEmptyValue(object, field),
  );
  const carried = names([...passedOver.filter(isConstant(byRange)), ...byNull]).slice(
    0,
    mostFields,
  );
  const ranges = own.filter(isConstant(byRange)).map(({ field }) => field);
  const empty = byNull.filter(({ operator }) => operator === "isEmpty");
  const alone = [...ranges, ...names(empty), ...left];
  const wanted: ListIndex[] = [
    { object: object.name, kind: "ordered", fields: joined, sortedBy: sort.field, carried },
    ...alone.map((field) => single(object.name, "ordered", field)),
    ...own.filter(isConstant(byEntry)).map((each) => single(object.name, "lists", each.field)),
    ...comparisons.flatMap((each) => throughReference(schema, object, each)),
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

/** The totals of a board of all records; its cards are found by the index that every stage has. */
export function boardTotals(
  { name, stageField }: ObjectDefinition,
  totalField: string | undefined,
): readonly ListIndex[] {
  if (stageField === null) return [];
  const carried = totalField === undefined ? [] : [totalField];
  return [{ object: name, kind: "totals", fields: [stageField], sortedBy: null, carried }];
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

/** Whether a field has an empty value beside null: then an index cannot tell what is empty. */
function hasEmptyValue(object: ObjectDefinition, name: string): boolean {
  const field = fieldNamed(object, name) ?? systemFields.find((each) => each.name === name);
  return field !== undefined && withEmptyValue.has(fieldTypes[field.type].condition.type);
}

function single(object: string, kind: ListIndex["kind"], field: string): ListIndex {
  return { object, kind, fields: [field], sortedBy: null, carried: [] };
}

/** `account.industry` is found by the target's own index, and then by the reference. */
function throughReference(
  schema: Schema,
  object: ObjectDefinition,
  comparison: Comparison,
): readonly ListIndex[] {
  const [reference = "", inner] = comparison.field.split(".");
  const name = fieldNamed(object, reference)?.target;
  const target = schema.objects.find((each) => each.name === name);
  if (inner === undefined || target === undefined) return [];
  if (bulkOf(target, inner) === "none") return [];
  if (isConstant(byEntry)(comparison)) return [single(target.name, "lists", inner)];
  const isOrdered = isConstant(byValue)(comparison) || isConstant(byRange)(comparison);
  return isOrdered && !systemFields.some(({ name }) => name === inner)
    ? [single(target.name, "ordered", inner)]
    : [];
}
