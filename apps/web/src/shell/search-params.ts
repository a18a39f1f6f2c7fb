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

/** The moment an address names, epoch milliseconds; undefined for none, and for what is no moment. */
export function momentSearch(text: string | undefined): number | undefined {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? undefined : at;
}
