type Key = readonly unknown[];

/**
 * Keeps what the last query answered until the next one has, where the first parts of their keys are the same: rows of one
 * list under another filter may stay, dimmed (`isPlaceholderData`), rows of another object, customer or workspace never.
 */
export function keepWithin(
  key: Key,
  parts: number,
): <Data>(
  previous: Data | undefined,
  query: { readonly queryKey: Key } | undefined,
) => Data | undefined {
  const same = JSON.stringify(key.slice(0, parts));
  return (previous, query) =>
    query !== undefined && JSON.stringify(query.queryKey.slice(0, parts)) === same
      ? previous
      : undefined;
}
