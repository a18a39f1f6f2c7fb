import type { FieldDescription } from "../field-catalog.ts";
import { between } from "./between.ts";
import { contains } from "./contains.ts";
import { containsAll } from "./contains-all.ts";
import { containsAny } from "./contains-any.ts";
import { containsIgnoringCase } from "./contains-ignoring-case.ts";
import { containsNone } from "./contains-none.ts";
import { endsWith } from "./ends-with.ts";
import { equals } from "./equals.ts";
import { equalsIgnoringCase } from "./equals-ignoring-case.ts";
import { greater } from "./greater.ts";
import { greaterOrEqual } from "./greater-or-equal.ts";
import { isIn } from "./in.ts";
import { inLastDays } from "./in-last-days.ts";
import { inNextDays } from "./in-next-days.ts";
import { isEmpty } from "./is-empty.ts";
import { isNotEmpty } from "./is-not-empty.ts";
import { less } from "./less.ts";
import { lessOrEqual } from "./less-or-equal.ts";
import { moreThanDaysAgo } from "./more-than-days-ago.ts";
import { moreThanDaysAhead } from "./more-than-days-ahead.ts";
import { notContains } from "./not-contains.ts";
import { notEquals } from "./not-equals.ts";
import { isNotIn } from "./not-in.ts";
import type { Operator } from "./operator.ts";
import { startsWith } from "./starts-with.ts";

const list = [
  equals,
  notEquals,
  isIn,
  isNotIn,
  equalsIgnoringCase,
  contains,
  containsIgnoringCase,
  notContains,
  startsWith,
  endsWith,
  less,
  lessOrEqual,
  greater,
  greaterOrEqual,
  between,
  inLastDays,
  inNextDays,
  moreThanDaysAgo,
  moreThanDaysAhead,
  containsAny,
  containsAll,
  containsNone,
  isEmpty,
  isNotEmpty,
] as const;

export type OperatorName = (typeof list)[number]["name"];

/** All operators, in the order in which forms offer them. */
export const operators: readonly (Operator & { readonly name: OperatorName })[] = list;

const byName: ReadonlyMap<string, Operator & { readonly name: OperatorName }> = new Map(
  list.map((operator) => [operator.name, operator]),
);

/** The operator of that name, or undefined. */
export function findOperator(
  name: string,
): (Operator & { readonly name: OperatorName }) | undefined {
  return byName.get(name);
}

/** What a form offers for a field. */
export function operatorsFor(
  field: FieldDescription,
): readonly (Operator & { readonly name: OperatorName })[] {
  return operators.filter(
    (operator) =>
      operator.fieldTypes.includes(field.type) &&
      !(operator.asksForNull === true && field.nullable === false),
  );
}
