import { consentWords, type PersonConsents, purposeWords } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { formatMoment } from "../format/dates.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import "../settings/settings.css";
import "./privacy.css";
import { EraseDialog } from "./erase-dialog.tsx";
import { words } from "./privacy-words.ts";
import { stopWords } from "./purpose-words.ts";

type Purpose = PersonConsents["purposes"][number];

function standing({ allowed, reason, since }: Purpose) {
  if (!allowed) return consentWords[reason ?? "not-given"];
  return since === null ? words.until : consentWords.allowed;
}

function PurposeRow({
  purpose,
  onSay,
  isBusy,
}: {
  readonly purpose: Purpose;
  readonly onSay: (decision: "granted" | "refused") => void;
  readonly isBusy: boolean;
}) {
  const { label, locale } = useTexts();
  const { since, allowed } = purpose;
  const stops = allowed ? undefined : stopWords[purpose.purpose];
  return (
    <tr>
      <td>
        {label(purposeWords[purpose.purpose])}
        {purpose.isSeparate && <small className="t3"> · {label(words.separate)}</small>}
      </td>
      <td className={allowed ? undefined : "t3"}>
        <span>{label(standing(purpose))}</span>
        {stops && <small className="stops"> · {label(stops)}</small>}
      </td>
      <td className="nowrap t3">
        {since === null ? "" : formatMoment(new Date(since), locale, new Date())}
      </td>
      <td className="right nowrap">
        <button
          type="button"
          className="button quiet"
          disabled={isBusy}
          onClick={() => onSay("granted")}
        >
          {label(words.grant)}
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={isBusy}
          onClick={() => onSay("refused")}
        >
          {label(words.refuse)}
        </button>
      </td>
    </tr>
  );
}

function Rights({ object, id }: { readonly object: string; readonly id: string }) {
  const { label } = useTexts();
  const { id: workspace } = useWorkspace();
  const [erasing, setErasing] = useState(false);
  const copy = `/api/w/${workspace}/privacy/people/${object}/${id}/export`;
  return (
    <section className="setting wide">
      <h2>{label(words.rights)}</h2>
      <p className="t12 t3">{label(words.rightsHint)}</p>
      <div className="row">
        <a className="button" href={`${copy}?format=html`} target="_blank" rel="noreferrer">
          {label(words.read)}
        </a>
        <a className="button" href={copy} download>
          {label(words.download)}
        </a>
        <button type="button" className="button danger" onClick={() => setErasing(true)}>
          {label(words.erase)}
        </button>
      </div>
      {erasing && <EraseDialog object={object} id={id} onClose={() => setErasing(false)} />}
    </section>
  );
}

/** What a person agreed to, and what they may ask for. */
export function PersonPrivacy({ object, id }: { readonly object: string; readonly id: string }) {
  const { label, locale } = useTexts();
  const { id: workspace, role } = useWorkspace();
  const client = useQueryClient();
  const key = ["w", workspace, "privacy", "consents", object, id];
  const path = `/api/w/${workspace}/privacy/people/${object}/${id}/consents`;
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask("personConsentsSchema", path, { signal }),
  });
  const saying = useMutation({
    mutationFn: (body: { purpose: Purpose["purpose"]; decision: "granted" | "refused" }) =>
      ask("personConsentsSchema", path, { body: { ...body, source: "page" } }),
    onSuccess: (answer) => client.setQueryData(key, answer),
  });
  const problem = error ?? saying.error;
  return (
    <div className="settings privacy">
      <section className="setting wide">
        <h2>{label(words.consents)}</h2>
        <p className="t12 t3">{label(words.consentsHint)}</p>
        {problem && <ProblemBox error={problem} />}
        {!data && !error && <Skeleton />}
        {data && (
          <table className="plain">
            <tbody>
              {data.purposes.map((purpose) => (
                <PurposeRow
                  key={purpose.purpose}
                  purpose={purpose}
                  isBusy={saying.isPending}
                  onSay={(decision) => saying.mutate({ purpose: purpose.purpose, decision })}
                />
              ))}
            </tbody>
          </table>
        )}
        {data && data.statements.length > 0 && (
          <details>
            <summary className="t12 t3">
              {label(words.said)} · {data.statements.length}
            </summary>
            <table className="plain">
              <tbody>
                {data.statements.map((each) => (
                  <tr
                    key={`${each.givenAt} ${each.purpose} ${each.identifier.kind} ${each.identifier.value}`}
                  >
                    <td className="nowrap">
                      {formatMoment(new Date(each.givenAt), locale, new Date())}
                    </td>
                    <td>{label(purposeWords[each.purpose])}</td>
                    <td>
                      {label(each.decision === "granted" ? words.granted : words.saidRefused)}
                    </td>
                    <td>{each.identifier.value}</td>
                    <td className="t3">
                      {[each.source, each.textVersion, each.proof].filter(Boolean).join(" · ")}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        )}
      </section>
      {isAtLeast(role, "admin") && <Rights object={object} id={id} />}
    </div>
  );
}
