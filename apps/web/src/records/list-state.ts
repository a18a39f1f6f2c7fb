import { type Condition, parseCondition } from "@causeway/engine-conditions";
import type { ObjectDefinition, RecordQuery, Sort, View } from "@causeway/platform-contract";
import type { ListSearch } from "./customers-search.ts";
import { defaultColumns } from "./schema-fields.ts";

/** A list as it stands: the saved view with what the address changed on it. */
export interface ListState {
  readonly view: View | null;
  readonly filter: Condition | null;
  readonly sort: Sort | null;
  readonly columns: readonly string[];
  /** True where the address differs from the view, so that saving makes sense. */
  readonly changed: boolean;
  readonly query: Pick<RecordQuery, "filter" | "search" | "sort">;
}

function readFilter(document: unknown): Condition | null {
  if (document === null || document === undefined) return null;
  const parsed = parseCondition(document);
  return parsed.ok ? parsed.condition : null;
}

/** Lays the address over the saved view, and both over what a list shows by itself. */
export function resolveList(
  search: ListSearch,
  views: readonly View[],
  object: ObjectDefinition,
): ListState {
  const view = views.find(({ id }) => id === search.view) ?? null;
  const filter = readFilter(search.filter === undefined ? view?.filter : search.filter);
  const sort = search.sort ?? view?.sort ?? null;
  const columns = search.columns ?? view?.columns ?? defaultColumns(object);
  return {
    view,
    filter,
    sort,
    columns,
    changed: [search.filter, search.sort, search.columns].some((part) => part !== undefined),
    query: {
      ...(filter === null ? {} : { filter: structuredClone(filter) as never }),
      ...(search.q === undefined ? {} : { search: search.q }),
      ...(sort === null ? {} : { sort }),
    },
  };
}

/** The sort after a click on a column head: ascending, descending, none. */
export function nextSort(sort: Sort | null, field: string): Sort | null {
  if (sort?.field !== field) return { field, direction: "asc" };
  return sort.direction === "asc" ? { field, direction: "desc" } : null;
}
