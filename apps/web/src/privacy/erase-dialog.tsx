import { basisWords, type Erasure } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { formatNumber } from "../format/numbers.ts";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { words } from "./privacy-words.ts";

const bases: readonly Erasure["basis"][] = [
  "request",
  "consent-withdrawn",
  "purpose-ended",
  "unlawful",
];

/** Shows what would go, and begins the erasure. */
export function EraseDialog({
  object,
  id,
  onClose,
}: {
  readonly object: string;
  readonly id: string;
  readonly onClose: () => void;
}) {
  const { label, locale } = useTexts();
  const comma = locale === "zh" ? "、" : ", ";
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [basis, setBasis] = useState<string>("request");
  const path = `/api/w/${workspace}/privacy`;
  const { data, error } = useQuery({
    queryKey: ["w", workspace, "privacy", "person", object, id],
    queryFn: ({ signal }) => ask("personDataSchema", `${path}/people/${object}/${id}`, { signal }),
  });
  const erasure = useMutation({
    mutationFn: () => ask("erasureSchema", `${path}/erasures`, { body: { object, id, basis } }),
    onSuccess: async () => {
      await navigate({
        to: "/w/$workspace/settings",
        params: { workspace },
        search: { section: "privacy" },
      });
      await client.invalidateQueries({ queryKey: ["w", workspace] });
    },
  });
  const problem = error ?? erasure.error;
  return (
    <Dialog title={label(words.eraseTitle)} width={560} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          erasure.mutate();
        }}
      >
        <div className="dialog-body">
          <p className="t13">{label(words.eraseSays)}</p>
          {!data && !error && <Skeleton />}
          {data && (
            <table className="plain erase-facts">
              <tbody>
                <tr>
                  <th>{label(words.records)}</th>
                  <td>{data.records.map(({ title }) => title.slice(0, 60)).join(comma)}</td>
                </tr>
                <tr>
                  <th>{label(words.identifiers)}</th>
                  <td>
                    {data.identifiers
                      .filter(({ value }) => !data.records.some((record) => record.id === value))
                      .map(({ value }) => value)
                      .join(comma)}
                  </td>
                </tr>
                <tr>
                  <th>{label(words.events)}</th>
                  <td>{formatNumber(data.events, locale)}</td>
                </tr>
              </tbody>
            </table>
          )}
          <FormField label={label(words.basis)}>
            <select
              className="input"
              value={basis}
              onChange={(event) => setBasis(event.target.value)}
            >
              {bases.map((each) => (
                <option key={each} value={each}>
                  {label(basisWords[each])}
                </option>
              ))}
            </select>
          </FormField>
          {problem && <ProblemBox error={problem} />}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {label(words.cancel)}
          </button>
          <button type="submit" className="button danger" disabled={!data || erasure.isPending}>
            {label(words.confirm)}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
