/** Sixteen digits and more: what a number of JavaScript may not hold exactly. */
const manyDigits = /\d{16}/;

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context: { readonly source?: string },
) => unknown;

/**
 * The value of a JSON text in which whole numbers beyond 2^53 stay as they are written, as texts: the ids that
 * many systems count out (Snowflake ids) would otherwise become those of others. Throws what `JSON.parse` throws.
 */
export function parseExactly(text: string): unknown {
  if (!manyDigits.test(text)) return JSON.parse(text) as unknown;
  const exact: Reviver = (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && isInexact(value, source) ? source : value;
  return JSON.parse(text, exact as (this: unknown, key: string, value: unknown) => unknown);
}

function isInexact(value: number, source: string): boolean {
  return !Number.isSafeInteger(value) && /^-?\d+$/.test(source);
}
