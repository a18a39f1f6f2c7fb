import { where } from "@causeway/engine-conditions";
import type { Twin } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWorkspace } from "../access/session.ts";
import { scoreQuery, twinQuery } from "../api/insight-queries.ts";
import { boardQuery } from "../api/record-queries.ts";
import { formatAgo } from "../format/dates.ts";
import { formatMoney, formatNumber } from "../format/numbers.ts";
import { Skeleton } from "../parts/skeleton.tsx";
import { GradeCell } from "../prediction/grade-cell.tsx";
import { useScores } from "../prediction/use-scores.ts";
import { openDeals } from "../records/deal-totals.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { TagWeights } from "../weights/tag-weights.tsx";

interface TwinFiguresProps {
  readonly object: string;
  readonly id: string;
  /** A record beside the customer's own that predictions speak of: the deal or contract of the page. */
  readonly scored?: { readonly object: string; readonly id: string };
  /** Of which lead or which `scored` record the reasons are asked for. */
  readonly onWhy: (record: string) => void;
}

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <span className="label">{label}</span>
      <div className="value">{children}</div>
    </div>
  );
}

function OpenDeals({ account }: { readonly account: string }) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { data } = useQuery(
    boardQuery(id, "deal", {
      filter: where("account", "equals", account),
      totalField: "amount",
      limit: 1,
    }),
  );
  const open = data && openDeals(data);
  return (
    <Figure label={t("twin.openDeals")}>
      {open === undefined || open.count === 0 ? (
        <span className="t3 t13">{open ? t("twin.noneYet") : ""}</span>
      ) : (
        <>
          {formatMoney(open.total, locale)}{" "}
          <small>{t("twin.dealsCount", { count: open.count })}</small>
        </>
      )}
    </Figure>
  );
}

/** What the first prediction says of a record; nothing where it says nothing. */
function OwnScore({
  object,
  id,
  onWhy,
}: Required<TwinFiguresProps>["scored"] & Pick<TwinFiguresProps, "onWhy">) {
  const { label } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data: score } = useQuery(scoreQuery(workspace, object, id));
  if (!score) return null;
  return (
    <Figure label={label(score.label)}>
      <GradeCell score={score} width={64} onAsk={() => onWhy(id)} />
    </Figure>
  );
}

/** The grade of a lead; asked for as lists do, so that one without a grade is no error. */
function LeadGrade({
  id,
  onWhy,
}: Pick<Required<TwinFiguresProps>["scored"], "id"> & Pick<TwinFiguresProps, "onWhy">) {
  const { t } = useTexts();
  const score = useScores("lead", [id]).get(id);
  if (!score) return null;
  return (
    <Figure label={t("twin.leadGrade")}>
      <GradeCell score={score} width={64} onAsk={() => onWhy(id)} />
    </Figure>
  );
}

/** Profiles of one name and title are said once: the tab of identity shows that they are two. */
function onePerName(people: readonly Twin["people"][number][]): readonly Twin["people"][number][] {
  const seen = new Set<string>();
  return people.filter(({ name, title }) => {
    const key = `${name} ${title}`;
    if (title !== null && seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The customer in a row of figures; what is not known is not there. */
export function TwinFigures({ object, id, scored, onWhy }: TwinFiguresProps) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data: twin, error } = useQuery(twinQuery(workspace, { object, id }, locale));
  const leadId =
    object === "lead" ? id : (twin?.people.find((person) => person.leadId)?.leadId ?? null);
  // The time line below says what went wrong.
  if (error) return null;
  if (twin === undefined) return <Skeleton rows={2} height={28} />;
  const people = onePerName(
    [...(twin?.people ?? [])].sort(
      (a, b) => Number(b.contactId !== null) - Number(a.contactId !== null) || b.events - a.events,
    ),
  );
  const touches = (twin?.totals ?? []).reduce((sum, { count }) => sum + count, 0);
  const now = new Date();
  return (
    <div className="figures-strip">
      {scored && scored.id !== id && <OwnScore {...scored} onWhy={onWhy} />}
      {leadId !== null && <LeadGrade id={leadId} onWhy={onWhy} />}
      {object === "account" && <OpenDeals account={id} />}
      <Figure label={t("twin.touches")}>
        {formatNumber(touches, locale)}
        {twin?.rebuildingSince != null ? (
          <small className="warn">{t("twin.notAll")}</small>
        ) : twin?.lastSeenAt == null ? null : (
          <small>{formatAgo(new Date(twin.lastSeenAt), locale, now)}</small>
        )}
      </Figure>
      <TagWeights object={object} id={id} />
      <Figure
        label={[t("twin.contacts"), people.length > 1 ? people.length : ""]
          .filter(Boolean)
          .join(" · ")}
      >
        <span className="people">
          {people.slice(0, 4).map((person) => {
            const target = person.contactId
              ? `contact/${person.contactId}`
              : person.leadId
                ? `lead/${person.leadId}`
                : null;
            return (
              <span key={person.profileId} className="nowrap">
                {target === null ? (
                  <span>{person.name}</span>
                ) : (
                  <PathLink path={`/w/${workspace}/records/${target}`} className="cell-link">
                    {person.name}
                  </PathLink>
                )}{" "}
                {person.title !== null && <small>{person.title}</small>}
              </span>
            );
          })}
          {people.length === 0 && <span className="t3">{t("twin.noneYet")}</span>}
        </span>
      </Figure>
    </div>
  );
}
