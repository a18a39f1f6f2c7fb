import type { View } from "@causeway/platform-contract";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { listQuery, viewsQuery } from "../api/record-queries.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import type { SearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import { ColumnsButton } from "./columns-button.tsx";
import type { ListSearch } from "./customers-search.ts";
import { ExportButton } from "./export-button.tsx";
import { FilterButton } from "./filter-button.tsx";
import { type ListState, nextSort, resolveList } from "./list-state.ts";
import { NoRecords } from "./no-records.tsx";
import { RecordCount } from "./record-count.tsx";
import { type ExtraColumn, RecordTable } from "./record-table.tsx";
import { keepKnown, noSelection } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";
import type { ObjectAndSchema } from "./use-object.ts";
import { ViewsBar } from "./views-bar.tsx";

interface RecordListProps extends ObjectAndSchema {
  readonly search: ListSearch;
  readonly onSearch: (change: SearchChange<ListSearch>) => void;
  readonly extras?: readonly ExtraColumn[];
  readonly onVisible?: (ids: readonly string[]) => void;
  readonly activeId?: string | undefined;
  readonly children?: ReactNode;
}

function ListTools({
  schema,
  object,
  search,
  onSearch,
  extras = [],
  children,
  state,
  views,
}: RecordListProps & { readonly state: ListState; readonly views: readonly View[] }) {
  return (
    <div className="toolbar">
      <ListSearchInput
        value={search.q ?? ""}
        onChange={(q) => onSearch({ q: q === "" ? undefined : q })}
      />
      <FilterButton
        key={state.view?.id ?? "none"}
        schema={schema}
        object={object}
        filter={state.filter}
        onChange={(filter) =>
          onSearch({ filter: filter ?? (state.view?.filter ? null : undefined) })
        }
      />
      <ViewsBar
        object={object.name}
        views={views}
        state={state}
        onChoose={(view) =>
          onSearch({
            view: view ?? undefined,
            filter: undefined,
            sort: undefined,
            columns: undefined,
          })
        }
      />
      <span className="space" />
      {children}
      <RecordCount object={object.name} query={state.query} />
      <ColumnsButton
        object={object}
        extras={extras}
        columns={state.columns}
        onChange={(columns) => onSearch({ columns })}
      />
      <ExportButton object={object.name} state={state} />
    </div>
  );
}

/** A list with its tools: search, filter, views, columns, export, bulk delete, inline edit. */
export function RecordList(props: RecordListProps) {
  const { object, search, onSearch, extras, onVisible, activeId } = props;
  const { id } = useWorkspace();
  const { data: viewsAnswer } = useQuery(viewsQuery(id, object.name));
  const views = useMemo(
    () => (viewsAnswer?.views ?? []).filter((view) => view.object === object.name),
    [viewsAnswer, object.name],
  );
  const state = useMemo(() => resolveList(search, views, object), [search, views, object]);
  const list = useInfiniteQuery(listQuery(id, object.name, state.query));
  const records = useMemo(
    () => list.data?.pages.flatMap((page) => page.records) ?? [],
    [list.data],
  );
  const [held, setSelection] = useState(noSelection);
  const selection = keepKnown(
    held,
    records.map((record) => record.id),
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const narrowed = state.filter !== null || search.q !== undefined;
  return (
    <>
      {selection.ids.size > 0 ? (
        <SelectionBar
          object={object}
          query={state.query}
          selection={selection}
          hasMore={hasNextPage}
          onSelect={setSelection}
        />
      ) : (
        <ListTools {...props} state={state} views={views} />
      )}
      {list.error && <ProblemBox error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton rows={12} />}
      {list.data && records.length === 0 && (
        <NoRecords
          object={object}
          narrowed={narrowed}
          query={search.q}
          onClear={() => onSearch({ q: undefined, filter: null })}
          onNew={() => onSearch({ new: "1" })}
        />
      )}
      {records.length > 0 && (
        <RecordTable
          object={object}
          records={records}
          columns={state.columns}
          {...(extras ? { extras } : {})}
          sort={state.sort}
          onSort={(field) => onSearch({ sort: nextSort(state.sort, field) ?? undefined })}
          selection={selection}
          onSelect={setSelection}
          onNearEnd={onNearEnd}
          activeId={activeId}
          isReplaced={list.isPlaceholderData}
          {...(onVisible ? { onVisible } : {})}
        />
      )}
    </>
  );
}

/** A search box that follows the address, and tells it what was typed. */
function ListSearchInput({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const { t } = useTexts();
  const [text, setText] = useState(value);
  return (
    <label className="row">
      <span className="t3">
        <Icon of={Search} size={14} />
      </span>
      <input
        type="search"
        className="input search"
        aria-label={t("records.search")}
        placeholder={t("records.search")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (!(event.nativeEvent as InputEvent).isComposing) onChange(event.target.value);
        }}
        onCompositionEnd={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
