import type { LiveWeights } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { liveWeightsQuery } from "../api/weight-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { ReasonButton } from "../parts/reason-button.tsx";
import { useTexts } from "../texts/text.ts";
import { formatWeight } from "./rule-words.ts";
import "./weights.css";

type Tag = LiveWeights["tags"][number];

function TagWeight({ tag, weight, threshold, contributions }: Tag) {
  const { t, locale } = useTexts();
  const isReached = threshold !== null && weight >= threshold;
  const says = contributions.map(({ name, delta, now, at }) =>
    t("weights.contribution", {
      name,
      at: formatMoment(new Date(at), locale, new Date()),
      delta: formatWeight(delta, true),
      now: formatWeight(now),
    }),
  );
  if (isReached) says.unshift(t("weights.reached", { threshold: formatWeight(threshold) }));
  return (
    <ReasonButton className={isReached ? "weight-tag reached" : "weight-tag"} lines={says}>
      {tag}
      <meter
        min={0}
        max={Math.max(1, threshold ?? 0, weight)}
        value={Math.max(0, weight)}
        aria-label={`${tag} ${formatWeight(weight)}`}
      />
      <b>{formatWeight(weight)}</b>
    </ReasonButton>
  );
}

/** The tags of a customer with their weights of now; each says what moved it. Nothing where no rule has applied. */
export function TagWeights({ object, id }: { readonly object: string; readonly id: string }) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data } = useQuery(liveWeightsQuery(workspace, object, id));
  const shown = (data?.tags ?? []).filter(({ weight }) => Math.abs(weight) >= 0.005).slice(0, 4);
  if (shown.length === 0) return null;
  return (
    <div>
      <span className="label">
        {t("weights.figure")}
        {data?.rebuildingSince != null && <span className="warn"> {t("twin.notAll")}</span>}
      </span>
      <div className="value">
        {shown.map((tag) => (
          <TagWeight key={tag.tag} {...tag} />
        ))}
      </div>
    </div>
  );
}
