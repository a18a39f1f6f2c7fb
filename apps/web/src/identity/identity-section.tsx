import type { PersonIdentity } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { personIdentityQuery } from "../api/identity-queries.ts";
import { twinQuery } from "../api/insight-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import "./identity.css";
import { CompaniesOfPerson } from "./companies-of-person.tsx";
import { EvidenceWaterfall } from "./evidence-waterfall.tsx";
import { fieldWord } from "./identity-words.ts";
import { JoinForm } from "./join-form.tsx";
import { SplitDialog } from "./split-dialog.tsx";
import { tellApart } from "./tell-apart.ts";

type Merge = PersonIdentity["merges"][number];

function MergeReason({ merge }: { readonly merge: Merge }) {
  const { t } = useTexts();
  const { decision, by, eventId } = merge;
  if (decision === null)
    return (
      <>{t("identity.metBy", { event: eventId, kind: fieldWord(t, by.kind), value: by.value })}</>
    );
  return (
    <>
      {decision.origin === "rule"
        ? t("identity.byRule", { name: decision.ruleName ?? "" })
        : t("identity.byPerson", { actor: decision.actor })}
      {decision.pair && (
        <details>
          <summary className="t12 t3">{t("identity.evidence")}</summary>
          <EvidenceWaterfall pair={decision.pair} />
        </details>
      )}
    </>
  );
}

function Side({ kind, value }: Merge["left"]) {
  const { t } = useTexts();
  return (
    <div className="merge-side">
      <b>{value}</b> <small className="t3 nowrap">{fieldWord(t, kind)}</small>
    </div>
  );
}

function MergeRow({ merge, onSplit }: { readonly merge: Merge; readonly onSplit: () => void }) {
  const { t, locale } = useTexts();
  const { left, right, knownAt } = merge;
  return (
    <tr>
      <td>
        <Side {...left} />
        <Side {...right} />
      </td>
      <td>
        <MergeReason merge={merge} />
      </td>
      <td className="nowrap">{formatMoment(new Date(knownAt), locale, new Date())}</td>
      <td>
        <button type="button" className="button" onClick={onSplit}>
          {t("identity.split")}
        </button>
      </td>
    </tr>
  );
}

function Apart({ found }: { readonly found: PersonIdentity }) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: (decision: string) =>
      tell(`/api/w/${id}/identity/decisions/${decision}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id] }),
  });
  if (found.apart.length === 0) return null;
  return (
    <>
      <h2>{t("identity.apart")}</h2>
      {undo.error && <ProblemBox error={undo.error} />}
      <table className="plain">
        <tbody>
          {found.apart.map((one) => (
            <tr key={one.id}>
              <td>
                {one.left.value} · {one.right.value}
              </td>
              <td className="t3">
                {one.actor} · {formatMoment(new Date(one.decidedAt), locale, new Date())}
                {one.note !== "" && ` · ${one.note}`}
              </td>
              <td>
                <button
                  type="button"
                  className="button"
                  disabled={undo.isPending}
                  onClick={() => undo.mutate(one.id)}
                >
                  {t("identity.undo")}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Person({ profile }: { readonly profile: string }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const [splitting, setSplitting] = useState<Merge | null>(null);
  const { data, error, refetch } = useQuery(personIdentityQuery(id, profile));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  return (
    <>
      <ul className="founders">
        {data.profiles.map((one) => (
          <li key={one.id} className="chip">
            {fieldWord(t, one.kind)} {one.value}{" "}
            <small className="t3">{t("identity.events", { count: one.events })}</small>
          </li>
        ))}
      </ul>
      {data.merges.length === 0 && <p className="t13 t3">{t("identity.single")}</p>}
      {data.merges.length > 0 && (
        <table className="plain merges">
          <thead>
            <tr>
              <th>{t("identity.joinedBoth")}</th>
              <th>{t("identity.ground")}</th>
              <th>{t("identity.knownSince")}</th>
              <th>
                <span className="visually-hidden">{t("identity.split")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.merges.map((merge) => (
              <MergeRow
                key={`${merge.from} ${merge.to}`}
                merge={merge}
                onSplit={() => setSplitting(merge)}
              />
            ))}
          </tbody>
        </table>
      )}
      <CompaniesOfPerson companies={data.companies} />
      <Apart found={data} />
      <JoinForm founder={data.profiles[0]} />
      {splitting && <SplitDialog merge={splitting} onClose={() => setSplitting(null)} />}
    </>
  );
}

/** Why these profiles are one person: each merge with its evidence, and the way to split or join by hand. */
export function IdentitySection({ object, id }: { readonly object: string; readonly id: string }) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data: twin, error, refetch } = useQuery(twinQuery(workspace, { object, id }, locale));
  const [chosen, setChosen] = useState<string | null>(null);
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (twin === undefined) return <Skeleton rows={6} />;
  const people = (twin?.people ?? []).slice(0, 12);
  const names = tellApart(people);
  const person = people.find(({ profileId }) => profileId === chosen) ?? people[0];
  if (person === undefined)
    return <EmptyState title={t("twin.emptyTitle")} hint={t("twin.emptyHint")} />;
  return (
    <section className="identity-section" aria-label={t("identity.why")}>
      <h2>{t("identity.why")}</h2>
      <p className="t12 t3">{t("identity.whyHint")}</p>
      {people.length > 1 && (
        <Segments
          label={t("twin.contacts")}
          value={person.profileId}
          options={people.map(({ profileId, name }) => ({
            ...{ value: profileId, text: names.get(profileId) ?? name },
          }))}
          onChange={setChosen}
        />
      )}
      <Person key={person.profileId} profile={person.profileId} />
    </section>
  );
}
