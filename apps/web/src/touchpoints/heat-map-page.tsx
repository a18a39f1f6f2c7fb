import type { HeatMap, HeatMapQuery, TouchpointKind } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Download, Printer } from "lucide-react";
import { useWorkspace } from "../access/session.ts";
import { heatMapQuery } from "../api/heat-map-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber, formatPercent } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { ReasonButton } from "../parts/reason-button.tsx";
import { replacedClass } from "../parts/replaced-class.ts";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { NextStep } from "../shell/next-step.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import { kindIcons } from "../twin/kinds.ts";
import { RebuildNote } from "../twin/rebuild-note.tsx";
import "../twin/twin.css";
import "./heat-map.css";
import { HeatCellPanel } from "./heat-cell-panel.tsx";
import { HeatMapGrid } from "./heat-map-grid.tsx";
import { heatCsv } from "./heat-map-table.ts";
import { heatWords } from "./heat-map-words.ts";
import { TouchpointTabs } from "./touchpoint-tabs.tsx";

const periods = ["7", "30", "90", "365"] as const;
const rowAxes = ["kind", "stage"] as const;
const columnAxes = ["hour", "weekday", "week", "stage"] as const;
type Search = {
  readonly [Name in "days" | "rows" | "columns" | "kind" | "stage" | "row" | "column"]?: string;
};

function oneOf<Value extends string>(values: readonly Value[], text: string | undefined) {
  return values.find((value) => value === text);
}

function askedOf(search: Search): HeatMapQuery {
  const rows = oneOf(rowAxes, search.rows) ?? "kind";
  const columns = oneOf(columnAxes, search.columns) ?? "hour";
  return {
    days: Number(oneOf(periods, search.days) ?? "90"),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    rows,
    columns: rows === "stage" && columns === "stage" ? "hour" : columns,
    ...(search.kind && search.kind in kindIcons ? { kind: search.kind as TouchpointKind } : {}),
    ...(search.stage ? { stage: search.stage } : {}),
  };
}

function Figures({ map }: { readonly map: HeatMap }) {
  const { t, locale } = useTexts();
  const { known, company, sessions } = map.recognition;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <div className="figures-strip">
      <div>
        <span className="label">{t("heatMap.touchpoints")}</span>
        <span className="value">{number(map.touchpoints)}</span>
      </div>
      <div>
        <span className="label">{t("heatMap.people")}</span>
        <span className="value">{number(map.people)}</span>
      </div>
      <div>
        <span className="label">
          <ReasonButton className="ask" lines={[t("heatMap.recognitionHint")]}>
            {t("heatMap.recognition")}
          </ReasonButton>
        </span>
        <span className="value">
          {sessions === 0 ? "—" : formatPercent(known / sessions)}
          <small>
            {t("heatMap.recognitionOf", { known: number(known), sessions: number(sessions) })}
          </small>
        </span>
      </div>
      <div>
        <span className="label">{t("heatMap.company")}</span>
        <span className="value">
          {sessions === 0 ? "—" : formatPercent(company / sessions)}
          <small>{t("heatMap.visits", { count: company, shown: number(company) })}</small>
        </span>
      </div>
    </div>
  );
}

function Choices({ asked, stages }: { readonly asked: HeatMapQuery } & Pick<HeatMap, "stages">) {
  const { t, label } = useTexts();
  const change = useSearchChange<Search>();
  const set = (search: Search) => change({ row: undefined, column: undefined, ...search });
  return (
    <div className="heat-choices">
      <Segments
        label={t("heatMap.window")}
        value={String(asked.days)}
        options={periods.map((value) => ({
          value: value as string,
          text: value === "365" ? t("heatMap.year") : t("heatMap.days", { count: Number(value) }),
        }))}
        onChange={(days) => set({ days })}
      />
      <span className="t12 t3">{t("heatMap.rows")}</span>
      <Segments
        label={t("heatMap.rows")}
        value={asked.rows}
        options={rowAxes.map((value) => ({ value, text: t(`heatMap.${value}`) }))}
        onChange={(rows) => set({ rows })}
      />
      <span className="t12 t3">{t("heatMap.columns")}</span>
      <Segments
        label={t("heatMap.columns")}
        value={asked.columns}
        options={columnAxes
          .filter((value) => value !== asked.rows)
          .map((value) => ({ value, text: t(`heatMap.${value}`) }))}
        onChange={(columns) => set({ columns })}
      />
      <select
        className="input"
        aria-label={t("heatMap.kind")}
        value={asked.kind ?? ""}
        onChange={({ target }) => change({ kind: target.value || undefined, row: undefined })}
      >
        <option value="">{t("heatMap.allKinds")}</option>
        {Object.keys(kindIcons).map((kind) => (
          <option key={kind} value={kind}>
            {t(`twin.${kind as TouchpointKind}`)}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label={t("heatMap.stage")}
        value={asked.stage ?? ""}
        onChange={({ target }) => change({ stage: target.value || undefined, row: undefined })}
      >
        <option value="">{t("heatMap.allStages")}</option>
        {stages.map((stage) => (
          <option key={stage.name} value={stage.name}>
            {label(stage.label)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** On paper: what is shown, of what and of when, since the choices are not printed. */
function PrintHead({ map, asked }: { readonly map: HeatMap; readonly asked: HeatMapQuery }) {
  const { t, label } = useTexts();
  const { name } = useWorkspace();
  const stage = map.stages.find((each) => each.name === asked.stage);
  return (
    <div className="print-head">
      <h2>
        {name} · {t("heatMap.title")}
      </h2>
      <p className="t13 t2">
        {[
          t("heatMap.days", { count: asked.days }),
          asked.kind ? t(`twin.${asked.kind}`) : t("heatMap.allKinds"),
          stage ? label(stage.label) : t("heatMap.allStages"),
        ].join(" · ")}
      </p>
    </div>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Customer behaviour heat map: touchpoint, stage and time, and how many visits were recognised. */
export function HeatMapPage() {
  const texts = useTexts();
  const { t, locale } = texts;
  const { id } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/touchpoints/heat-map" });
  const change = useSearchChange<Search>();
  const asked = askedOf(search);
  const { data: map, error, refetch, isPlaceholderData } = useQuery(heatMapQuery(id, asked));
  const { row, column } = search;
  const chosen = row !== undefined && column !== undefined ? { row, column } : null;
  const exportCsv = (shown: HeatMap) => {
    const word = heatWords(texts, shown);
    const heading = [
      t(`heatMap.${asked.rows}`),
      t(`heatMap.${asked.columns}`),
      t("heatMap.touchpoints"),
      t("heatMap.people"),
    ];
    // Weeks keep their year: a file is read long after.
    const name = (axis: "row" | "column", value: string) =>
      axis === "column" && asked.columns === "week"
        ? value
        : word(axis === "row" ? asked.rows : asked.columns, value);
    save(heatCsv(shown, heading, name), `heat-map-${shown.to.slice(0, 10)}.csv`);
  };
  return (
    <>
      <PageTop
        title={t("heatMap.title")}
        area={t("shell.touchpoints")}
        switches={<TouchpointTabs current="heatMap" />}
      >
        {map && map.touchpoints > 0 && (
          <>
            <button type="button" className="button" onClick={() => exportCsv(map)}>
              <Icon of={Download} size={14} />
              {t("heatMap.csv")}
            </button>
            <button type="button" className="button" onClick={() => window.print()}>
              <Icon of={Printer} size={14} />
              {t("heatMap.print")}
            </button>
          </>
        )}
      </PageTop>
      <div className="columns">
        <div className="body">
          {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
          {!map && !error && <Skeleton rows={10} />}
          {map && (
            <>
              <RebuildNote since={map.rebuildingSince} />
              <PrintHead map={map} asked={asked} />
              <Figures map={map} />
              <Choices asked={asked} stages={map.stages} />
              {map.touchpoints === 0 ? (
                map.rebuildingSince === null && (
                  <EmptyState title={t("heatMap.empty")} hint={t("heatMap.emptyHint")}>
                    <NextStep to="source" />
                  </EmptyState>
                )
              ) : (
                <div
                  className={`heat-scroll${replacedClass(isPlaceholderData)}`}
                  aria-busy={isPlaceholderData}
                >
                  <HeatMapGrid map={map} asked={asked} chosen={chosen} onChoose={change} />
                </div>
              )}
              <p className="t12 t3 heat-note">
                {t("heatMap.hint")} · {formatMoment(new Date(map.from), locale, new Date())} –{" "}
                {formatMoment(new Date(map.to), locale, new Date())}
              </p>
            </>
          )}
        </div>
        {map && chosen && (
          <HeatCellPanel
            map={map}
            asked={asked}
            cell={chosen}
            onClose={() => change({ row: undefined, column: undefined })}
          />
        )}
      </div>
    </>
  );
}
