import type { HistoryEntry, ObjectDefinition, RecordDocument } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { mergesQuery } from "../api/merge-queries.ts";
import { historyQuery } from "../api/record-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { type TextKey, useTexts } from "../texts/text.ts";
import { showValue } from "./field-kinds.ts";
import { useUndoMerge } from "./merge-dialog.tsx";
import { fieldNamed } from "./schema-fields.ts";
import { useShow } from "./use-object.ts";

interface RecordHistoryProps {
  readonly object: ObjectDefinition;
  readonly record: RecordDocument;
}

const kinds: Readonly<Record<HistoryEntry["kind"], TextKey>> = {
  create: "records.historyCreate",
  update: "records.historyUpdate",
  delete: "records.historyDelete",
  restore: "records.historyRestore",
  merge: "records.historyMerge",
  unmerge: "records.historyUnmerge",
};

function Changes({ object, record, entry }: RecordHistoryProps & { readonly entry: HistoryEntry }) {
  const { label } = useTexts();
  const show = useShow()(record.references);
  const changes = Object.entries(entry.changes).flatMap(([name, { from, to }]) => {
    const field = fieldNamed(object, name);
    if (!field) return [];
    return [
      {
        name,
        label: label(field.label),
        from: showValue(field, from, show),
        to: showValue(field, to, show),
      },
    ];
  });
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.name}>
          <span className="t3">{change.label}</span>{" "}
          {(entry.kind === "update" || entry.other) && <>{change.from || "—"} → </>}
          {change.to || "—"}
        </li>
      ))}
    </ul>
  );
}

/** With what a record was merged; on the page of the one that stays, a way back. */
function MergeLine({
  record,
  entry: { kind, other },
}: Pick<RecordHistoryProps, "record"> & { readonly entry: HistoryEntry }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data } = useQuery({ ...mergesQuery(id, record), enabled: kind === "merge" });
  const undo = useUndoMerge(record.object);
  if (!other) return null;
  const open = data?.merges.find((each) => each.other.id === other.id && each.undoneAt === null);
  return (
    <p className="history-merge">
      {t("merge.with", { title: other.title })}
      {kind === "merge" && open && (
        <button type="button" className="button quiet" onClick={() => void undo(open)}>
          {t("merge.undo")}
        </button>
      )}
    </p>
  );
}

/** What changed, by whom, when it happened and when it became known. */
export function RecordHistory({ object, record }: RecordHistoryProps) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(historyQuery(id, record.object, record.id));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={5} />;
  const now = new Date();
  const at = (iso: string) => formatMoment(new Date(iso), locale, now);
  return (
    <div className="panel" style={{ borderBottom: 0 }}>
      <table className="plain">
        <thead>
          <tr>
            <th style={{ width: 120 }}>{t("records.happened")}</th>
            <th style={{ width: 120 }}>{t("records.recorded")}</th>
            <th style={{ width: 140 }}>{t("records.actor")}</th>
            <th style={{ width: 64 }}>{t("build.action")}</th>
            <th>{t("records.change")}</th>
          </tr>
        </thead>
        <tbody>
          {data.entries.map((entry) => (
            <tr key={entry.id}>
              <td className="nowrap">{at(entry.occurredAt)}</td>
              <td className="nowrap">{at(entry.recordedAt)}</td>
              <td>{entry.actor.name}</td>
              <td className="nowrap">{t(kinds[entry.kind])}</td>
              <td>
                <MergeLine record={record} entry={entry} />
                <Changes object={object} record={record} entry={entry} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
