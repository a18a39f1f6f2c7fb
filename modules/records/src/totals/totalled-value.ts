import { type RawBuilder, sql } from "kysely";

/**
 * The stage of a row, and the number that is added up. As decimals, also those that are stored in binary: such a sum is the
 * same in whatever order, and what was added can be taken away again.
 */
export function totalledValue(
  {
    fields: [stage = ""],
    carried: [amount],
  }: {
    readonly fields: readonly string[];
    readonly carried: readonly string[];
  },
  row: string,
): { readonly value: RawBuilder<unknown>; readonly amount: RawBuilder<unknown> } {
  return {
    value: sql.ref(`${row}.${stage}`),
    amount: amount === undefined ? sql`0` : sql`${sql.ref(`${row}.${amount}`)}::numeric`,
  };
}
