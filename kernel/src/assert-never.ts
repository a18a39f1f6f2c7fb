/** Closes a switch over a union: compiles only where every case is handled, throws if data broke the type. */
export function assertNever(value: never, what = "value"): never {
  throw new TypeError(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
