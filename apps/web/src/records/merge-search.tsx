import type { RecordDocument } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { searchQuery } from "../api/record-queries.ts";
import { FormField } from "../parts/form-field.tsx";
import { useTexts } from "../texts/text.ts";

/** Finds the record that another is the same as; begins with its name, which the other often has too. */
export function MergeSearch({
  record,
  onChoose,
}: {
  readonly record: RecordDocument;
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const [text, setText] = useState(record.title);
  const { data } = useQuery(searchQuery(workspace, text, record.object));
  const hits = (data?.hits ?? []).filter(({ id }) => id !== record.id);
  return (
    <>
      <FormField label={t("merge.find", { title: record.title })}>
        <input
          className="input"
          type="search"
          value={text}
          placeholder={t("merge.findHint")}
          onChange={(event) => setText(event.target.value)}
        />
      </FormField>
      <ul className="merge-hits">
        {hits.map((hit) => (
          <li key={hit.id}>
            <button type="button" onClick={() => onChoose(hit.id)}>
              <b className="t13">{hit.title}</b>
              <span className="t12 t3">{hit.detail}</span>
            </button>
          </li>
        ))}
      </ul>
      {data && hits.length === 0 && <p className="t13 t2">{t("merge.noHit")}</p>}
    </>
  );
}
