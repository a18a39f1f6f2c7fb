import type { Sort } from "@causeway/platform-contract";

/** What a list page keeps in its address. */
export interface ListSearch {
  /** A saved view; what stands beside it overrides the view. */
  readonly view?: string;
  readonly q?: string;
  /** A condition tree; `null` clears the filter of the view. */
  readonly filter?: object | null;
  readonly sort?: Sort;
  readonly columns?: readonly string[];
  /** Record whose grade is being asked about. */
  readonly why?: string;
  readonly layout?: "board" | "list";
  readonly new?: "1";
}

function sortOf(value: unknown): Sort | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const field: unknown = Reflect.get(value, "field");
  const direction: unknown = Reflect.get(value, "direction");
  return typeof field === "string" && (direction === "asc" || direction === "desc")
    ? { field, direction }
    : undefined;
}

function columnsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string")
    ? value
    : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Reads the address of a list page; whatever makes no sense is dropped. */
export function customersSearch(search: Record<string, unknown>): ListSearch {
  const { view, q, filter, sort, columns, why, layout, new: creating } = search;
  const found = {
    view: textOf(view),
    q: textOf(q),
    filter: typeof filter === "object" ? filter : undefined,
    sort: sortOf(sort),
    columns: columnsOf(columns),
    why: textOf(why),
    layout: layout === "board" || layout === "list" ? layout : undefined,
    new: textOf(creating) === "1" ? "1" : undefined,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as ListSearch;
}
