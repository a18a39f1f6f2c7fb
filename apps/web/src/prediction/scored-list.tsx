import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { predictionsQuery } from "../api/insight-queries.ts";
import type { ListSearch } from "../records/customers-search.ts";
import { RecordList } from "../records/record-list.tsx";
import type { ExtraColumn } from "../records/record-table.tsx";
import type { ObjectAndSchema } from "../records/use-object.ts";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import { GradeCell } from "./grade-cell.tsx";
import { useScores } from "./use-scores.ts";

/** Rows that were in view. */
function useVisibleIds() {
  const [ids, setIds] = useState<readonly string[]>([]);
  const onVisible = useCallback((visible: readonly string[]) => {
    setIds((held) => {
      const known = new Set(held);
      const fresh = visible.filter((id) => !known.has(id));
      return fresh.length === 0 ? held : [...held, ...fresh];
    });
  }, []);
  return { ids, onVisible };
}

/** The list of an object with what the first prediction about it says of each record. */
export function ScoredList({
  schema,
  object,
  search,
}: ObjectAndSchema & { readonly search: ListSearch }) {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const change = useSearchChange<ListSearch>();
  const visible = useVisibleIds();
  const { data } = useQuery(predictionsQuery(id));
  const about = data?.predictions.filter((each) => each.object === object.name) ?? [];
  const first = about.find(({ current }) => current !== null) ?? about[0];
  const scores = useScores(object.name, first ? visible.ids : []);
  const title = first && label(first.label);
  const extras = useMemo(
    (): readonly ExtraColumn[] =>
      title === undefined
        ? []
        : [
            {
              name: "$grade",
              label: title,
              width: 136,
              show: (record) => (
                <GradeCell score={scores.get(record.id)} onAsk={() => change({ why: record.id })} />
              ),
            },
          ],
    [title, scores, change],
  );
  return (
    <RecordList
      schema={schema}
      object={object}
      search={search}
      onSearch={change}
      extras={extras}
      onVisible={visible.onVisible}
      activeId={search.why}
    />
  );
}
