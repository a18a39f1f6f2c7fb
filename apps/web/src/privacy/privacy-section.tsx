import { basisWords, type Erasure } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import "./privacy.css";
import { ConsentRules } from "./consent-rules.tsx";
import { ErasureSteps } from "./erasure-steps.tsx";
import { MasksSection } from "./masks-section.tsx";
import { stateWords, words } from "./privacy-words.ts";
import { RetentionSection } from "./retention-section.tsx";

const busyMs = 1_000;

function sum(counts: Erasure["counts"], what: "deleted" | "changed"): number {
  return Object.values(counts).reduce((total, each) => total + each[what], 0);
}

function ErasureRow({ erasure }: { readonly erasure: Erasure }) {
  const { label, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const path = `/api/w/${id}/privacy/erasures/${erasure.id}`;
  const lift = useMutation({
    mutationFn: () => tell(`${path}/tombstones`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "privacy"] }),
  });
  const isDone = erasure.state === "done";
  return (
    <>
      <tr className={isDone ? undefined : "goes-on"}>
        <td className="nowrap">
          {formatMoment(new Date(erasure.requestedAt), locale, new Date())}
          <br />
          <small className="t3">{label(basisWords[erasure.basis])}</small>
        </td>
        <td>{erasure.requestedBy}</td>
        <td>
          {label(stateWords[erasure.state])}
          {!isDone && <small className="t3"> · {label(words.goesOn)}</small>}
        </td>
        <td className="number">{formatNumber(sum(erasure.counts, "deleted"), locale)}</td>
        <td className="number">{formatNumber(sum(erasure.counts, "changed"), locale)}</td>
        <td className="number">{erasure.found ?? ""}</td>
        <td className="right nowrap">
          {isDone && (
            <a
              className="button quiet"
              href={`${path}/certificate`}
              target="_blank"
              rel="noreferrer"
            >
              {label(words.certificate)}
            </a>
          )}
          {isDone && erasure.tombstones > 0 && (
            <button type="button" className="button quiet" onClick={() => lift.mutate()}>
              {label(words.lift)}
            </button>
          )}
          {isDone && erasure.tombstones === 0 && (
            <span className="t12 t3">{label(words.lifted)}</span>
          )}
        </td>
      </tr>
      {!isDone && (
        <tr>
          <td colSpan={7}>
            <ErasureSteps erasure={erasure} />
          </td>
        </tr>
      )}
    </>
  );
}

function Lookup() {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const [value, setValue] = useState("");
  const look = useMutation({
    mutationFn: () =>
      ask("erasureLookupResultSchema", `/api/w/${id}/privacy/lookups`, { body: { value } }),
  });
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        look.mutate();
      }}
    >
      <input
        className="input"
        aria-label={label(words.lookupHint)}
        placeholder={label(words.lookupHint)}
        value={value}
        required
        maxLength={500}
        onChange={(event) => setValue(event.target.value)}
      />
      <button type="submit" className="button" disabled={look.isPending}>
        {label(words.look)}
      </button>
      {look.data && (
        <span className="t13">
          {look.data.erasureId === null
            ? label(words.wasNot)
            : label(words.wasErased) + look.data.erasureId}
        </span>
      )}
      {look.error && <ProblemBox error={look.error} />}
    </form>
  );
}

/** Who was erased when, with certificates; what needs consent. */
export function PrivacySection() {
  const { label, locale } = useTexts();
  const { id } = useWorkspace();
  const { data, error } = useQuery({
    queryKey: ["w", id, "privacy", "erasures"],
    queryFn: ({ signal }) => ask("erasuresSchema", `/api/w/${id}/privacy/erasures`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.erasures.some((each) => each.state !== "done") ? busyMs : false,
  });
  return (
    <div className="privacy">
      <section className="setting wide">
        <h2>{label(words.erasures)}</h2>
        <p className="t12 t3">{label(words.erasuresHint)}</p>
        {error && <ProblemBox error={error} />}
        {!data && !error && <Skeleton />}
        {data?.erasures.length === 0 && <p className="t13 t3">{label(words.noErasures)}</p>}
        {data && data.erasures.length > 0 && (
          <>
            <table className="plain">
              <thead>
                <tr>
                  <th>{label(words.when)}</th>
                  <th>{label(words.by)}</th>
                  <th>{label(words.state)}</th>
                  <th className="number">{label(words.deleted)}</th>
                  <th className="number">{label(words.changed)}</th>
                  <th className="number">{label(words.left)}</th>
                  <th>
                    <span className="visually-hidden">{label(words.certificate)}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.erasures.map((erasure) => (
                  <ErasureRow key={erasure.id} erasure={erasure} />
                ))}
              </tbody>
            </table>
            <p className="t12 t3">
              {label(words.arrivals)
                .replace("{dropped}", formatNumber(data.arrivals.dropped, locale))
                .replace("{stripped}", formatNumber(data.arrivals.stripped, locale))}
            </p>
          </>
        )}
      </section>
      <section className="setting wide">
        <h2>{label(words.lookup)}</h2>
        <Lookup />
      </section>
      <ConsentRules />
      <MasksSection />
      <RetentionSection />
    </div>
  );
}
