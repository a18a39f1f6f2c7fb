import type { FieldCoverage, ListIndexes, ObjectDefinition } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { indexesQuery } from "../api/schema-queries.ts";
import { formatAgo } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Progress } from "../parts/progress.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { type Verdict, VerdictLight } from "../parts/verdict-light.tsx";
import { fieldNamed } from "../records/schema-fields.ts";
import { type TextKey, useTexts } from "../texts/text.ts";

type ListIndex = ListIndexes["indexes"][number];
type Coverage = FieldCoverage["sort"];
type Use = "sort" | "filter";

const words: Readonly<Record<Coverage, { readonly light: Verdict; readonly text: TextKey }>> = {
  "built-in": { light: "good", text: "build.indexBuiltIn" },
  ready: { light: "good", text: "build.indexReady" },
  building: { light: "pending", text: "build.indexBuilding" },
  wanted: { light: "pending", text: "build.indexWanted" },
  failed: { light: "bad", text: "build.indexFailed" },
  none: { light: "unknown", text: "build.indexNone" },
  impossible: { light: "unknown", text: "build.indexImpossible" },
};
const states: Readonly<
  Record<ListIndex["state"], { readonly light: Verdict; readonly text: TextKey }>
> = {
  wanted: words.wanted,
  waiting: { light: "warn", text: "build.indexWaiting" },
  building: words.building,
  ready: words.ready,
  failed: words.failed,
};
const reasons: Readonly<Record<ListIndex["reason"], TextKey>> = {
  hand: "build.indexByHand",
  view: "build.indexByView",
  use: "build.indexByUse",
};

function useChange() {
  const { id } = useWorkspace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { readonly body: object } | { readonly remove: string }) =>
      "body" in change
        ? tell(`/api/w/${id}/indexes`, { body: change.body })
        : tell(`/api/w/${id}/indexes/${change.remove}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: indexesQuery(id).queryKey }),
  });
}

interface CellProps {
  readonly state: Coverage;
  readonly name: string;
  readonly onBuild: () => void;
}

function CoverageCell({ state, name, onBuild }: CellProps) {
  const { t } = useTexts();
  const { light, text } = words[state];
  if (state === "impossible") return <td className="t3 nowrap">{t(text)}</td>;
  return (
    <td className="nowrap">
      <VerdictLight verdict={light} word={t(text)} />
      {(state === "none" || state === "failed") && (
        <button
          type="button"
          className="button quiet"
          aria-label={`${t("build.buildIndex")}: ${name}`}
          onClick={onBuild}
        >
          {t("build.buildIndex")}
        </button>
      )}
    </td>
  );
}

/** What an index is for, in a sentence: filter by these, sort by that. Totals are of a board. */
function useSentence(object: ObjectDefinition) {
  const { t, label } = useTexts();
  const nameOf = (name: string) => {
    const field = fieldNamed(object, name);
    return field ? label(field.label) : name;
  };
  return ({ kind, fields, sortedBy, carried }: ListIndex) => {
    if (kind === "totals") {
      const sums = carried.map((name) => ` + ${nameOf(name)}`).join("");
      return `${t("build.boardTotals")} ${fields.map(nameOf).join(" + ")} · ${t("build.recordCount")}${sums}`;
    }
    return [
      fields.length > 0 ? `${t("build.forFilter")} ${fields.map(nameOf).join(" + ")}` : "",
      sortedBy === null ? "" : `${t("build.forSort")} ${nameOf(sortedBy)}`,
      carried.length > 0 ? `${t("build.passesOver")} ${carried.map(nameOf).join(" + ")}` : "",
    ]
      .filter(Boolean)
      .join(" · ");
  };
}

interface IndexRowProps {
  readonly object: ObjectDefinition;
  readonly index: ListIndex;
  readonly onRemove: () => void;
}

function IndexRow({ object, index, onRemove }: IndexRowProps) {
  const { t, label, locale } = useTexts();
  const sentence = useSentence(object)(index);
  const { light, text } = states[index.state];
  return (
    <tr>
      <td>{sentence}</td>
      <td className="nowrap">{t(reasons[index.reason])}</td>
      <td className="nowrap">
        {index.state === "building" && index.progress !== null ? (
          <Progress label={sentence} done={index.progress} total={1} />
        ) : (
          <VerdictLight verdict={light} word={t(text)} />
        )}
        {index.error !== null && <div className="t12 bad">{label(index.error)}</div>}
      </td>
      <td className="number nowrap">
        {index.bytes === null ? "—" : `${formatNumber(index.bytes / 1e6, locale)} MB`}
      </td>
      <td className="number">{index.scans === null ? "—" : formatNumber(index.scans, locale)}</td>
      <td className="nowrap">
        {index.usedAt === null ? "—" : formatAgo(new Date(index.usedAt), locale, new Date())}
      </td>
      <td className="nowrap">
        <button
          type="button"
          className="button quiet"
          aria-label={`${t("build.removeIndex")}: ${sentence}`}
          onClick={onRemove}
        >
          {t("build.removeIndex")}
        </button>
      </td>
    </tr>
  );
}

/** By which fields lists of an object are sorted, filtered and searched at once, and the indexes made for it. */
export function ObjectIndexes({ object }: { readonly object: ObjectDefinition }) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(indexesQuery(id));
  const change = useChange();
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  const fields = data.fields.filter((each) => each.object === object.name);
  const indexes = data.indexes.filter((each) => each.object === object.name);
  const build = (field: string, use: Use) =>
    change.mutate({ body: { object: object.name, field, use } });
  const nameOf = (name: string) => label(fieldNamed(object, name)?.label ?? { zh: name, en: name });
  return (
    <>
      <p className="t13 t2 index-hint">{t("build.indexHint")}</p>
      {change.error && <ProblemBox error={change.error} />}
      {indexes.length > 0 && (
        <>
          <h3>{t("build.onDemand", { count: indexes.length, most: data.most.perObject })}</h3>
          <table className="plain index-list">
            <thead>
              <tr>
                <th>{t("build.indexFor")}</th>
                <th>{t("build.indexReason")}</th>
                <th>{t("agents.state")}</th>
                <th className="number">{t("build.indexSize")}</th>
                <th className="number">{t("build.indexScans")}</th>
                <th>{t("build.indexUsed")}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {indexes.map((index) => (
                <IndexRow
                  key={index.name}
                  object={object}
                  index={index}
                  onRemove={() => change.mutate({ remove: index.name })}
                />
              ))}
            </tbody>
          </table>
        </>
      )}
      <h3>{t("build.byField")}</h3>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("build.field")}</th>
            <th>{t("build.useSort")}</th>
            <th>{t("build.useFilter")}</th>
            <th>{t("build.useSearch")}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, sort, filter, searched }) => (
            <tr key={field}>
              <td>{nameOf(field)}</td>
              <CoverageCell
                state={sort}
                name={`${t("build.useSort")} ${nameOf(field)}`}
                onBuild={() => build(field, "sort")}
              />
              <CoverageCell
                state={filter}
                name={`${t("build.useFilter")} ${nameOf(field)}`}
                onBuild={() => build(field, "filter")}
              />
              <td className={searched ? "nowrap" : "nowrap t3"}>
                {searched ? t("build.searched") : t("build.notSearched")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
