/** A search validator that keeps the named texts of an address and drops everything else. */
export function textSearch<const Names extends readonly string[]>(...names: Names) {
  type Search = { readonly [Name in Names[number]]?: string };
  return (search: Record<string, unknown>): Search => {
    const kept: Record<string, string> = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === "string" && value !== "") kept[name] = value;
      if (typeof value === "number") kept[name] = String(value);
    }
    return kept as Search;
  };
}
