import type { Board } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useWorkspace } from "../access/session.ts";
import { boardQuery, viewsQuery } from "../api/record-queries.ts";
import { formatMoney, formatNumber } from "../format/numbers.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ScoredList } from "../prediction/scored-list.tsx";
import { WhyDrawer } from "../prediction/why-drawer.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import type { ListSearch } from "./customers-search.ts";
import { DealBoard } from "./deal-board.tsx";
import { openDeals } from "./deal-totals.ts";
import { FilterButton } from "./filter-button.tsx";
import { resolveList } from "./list-state.ts";
import { NewRecordDialog } from "./new-record-dialog.tsx";
import { NoRecords } from "./no-records.tsx";
import { fieldNamed } from "./schema-fields.ts";
import { type ObjectAndSchema, useObject } from "./use-object.ts";

function Figures({ board }: { readonly board: Board }) {
  const { t, locale } = useTexts();
  const open = openDeals(board);
  const won = board.columns.find(({ value }) => value === "won");
  return (
    <div className="figures">
      <div>
        <span className="label">{t("records.openTotal")}</span>
        <span className="value">
          {formatMoney(open.total, locale)}{" "}
          <small>
            {t("records.openDeals", { count: open.count, shown: formatNumber(open.count, locale) })}
          </small>
        </span>
      </div>
      {won && won.count > 0 && (
        <div>
          <span className="label">{t("records.wonTotal")}</span>
          <span className="value">
            {formatMoney(won.total ?? 0, locale)}{" "}
            <small>
              {t("records.openDeals", { count: won.count, shown: formatNumber(won.count, locale) })}
            </small>
          </span>
        </div>
      )}
      <span className="space" />
      <span className="t12 t3">{t("records.boardHint")}</span>
    </div>
  );
}

function BoardView({ schema, object, search }: ObjectAndSchema & { readonly search: ListSearch }) {
  const { id } = useWorkspace();
  const change = useSearchChange<ListSearch>();
  const { data: views } = useQuery(viewsQuery(id, object.name));
  const state = resolveList(search, views?.views ?? [], object);
  const { filter } = state.query;
  const isTold = fieldNamed(object, "amount")?.sight === undefined;
  const body = {
    ...(isTold && { totalField: "amount" }),
    limit: 30,
    ...(filter === undefined ? {} : { filter }),
  };
  const {
    data: board,
    error,
    refetch,
    isPlaceholderData,
  } = useQuery(boardQuery(id, object.name, body));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!board) return <Skeleton rows={8} height={72} />;
  if (board.columns.every(({ count }) => count === 0)) {
    return (
      <NoRecords
        object={object}
        narrowed={filter !== undefined}
        onClear={() => change({ filter: undefined })}
        onNew={() => change({ new: "1" })}
      />
    );
  }
  return (
    <>
      <Figures board={board} />
      <DealBoard
        schema={schema}
        object={object}
        board={board}
        isReplaced={isPlaceholderData}
        onWhy={(deal) => change({ why: deal })}
      />
    </>
  );
}

/** Deals by stage, or as a list. */
export function DealsPage() {
  const { t, word } = useTexts();
  const search: ListSearch = useSearch({ strict: false });
  const change = useSearchChange<ListSearch>();
  const found = useObject("deal");
  const layout = search.layout ?? "board";
  return (
    <>
      <PageTop
        title={t("shell.deals")}
        switches={
          <Segments
            label={t("shell.deals")}
            value={layout}
            options={[
              { value: "board", text: t("records.board") },
              { value: "list", text: t("records.list") },
            ]}
            onChange={(next) => change({ layout: next === "board" ? undefined : next })}
          />
        }
      >
        {found && layout === "board" && (
          <FilterButton
            {...found}
            filter={resolveList(search, [], found.object).filter}
            onChange={(filter) => change({ filter: filter ?? undefined })}
          />
        )}
        {found && (
          <button type="button" className="button primary" onClick={() => change({ new: "1" })}>
            <Icon of={Plus} size={14} />
            {t("records.create", { object: word(found.object.label) })}
          </button>
        )}
      </PageTop>
      <div className="columns">
        <div className="list-body">
          {!found && <Skeleton rows={8} />}
          {found && layout === "board" && <BoardView {...found} search={search} />}
          {found && layout === "list" && <ScoredList {...found} search={search} />}
        </div>
        {search.why !== undefined && (
          <WhyDrawer object="deal" id={search.why} onClose={() => change({ why: undefined })} />
        )}
      </div>
      {found && search.new !== undefined && (
        <NewRecordDialog object={found.object} onClose={() => change({ new: undefined })} />
      )}
    </>
  );
}
