import type { WeightPreview as Preview, WeightRuleInput } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { weightPreviewQuery } from "../api/weight-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { RebuildNote } from "../twin/rebuild-note.tsx";
import { formatWeight } from "./rule-words.ts";

function Samples({ samples }: Pick<Preview, "samples">) {
  const { t, locale } = useTexts();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("weights.person")}</th>
          <th className="number">{t("weights.times")}</th>
          <th className="number">{t("weights.now")}</th>
          <th className="number">{t("weights.last")}</th>
        </tr>
      </thead>
      <tbody>
        {samples.map(({ profileId, name, times, weight, lastAt }) => (
          <tr key={profileId}>
            <td>{name ?? t("heatMap.anonymousPerson")}</td>
            <td className="number">{times}</td>
            <td className="number">{formatWeight(weight)}</td>
            <td className="number nowrap">{formatMoment(new Date(lastAt), locale, new Date())}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whom a draft would have touched, before it is saved. */
export function WeightPreview({
  id,
  rule,
}: {
  readonly id: string;
  readonly rule: WeightRuleInput | null;
}) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data, error } = useQuery(weightPreviewQuery(workspace, id, rule));
  const number = (value: number) => formatNumber(value, locale);
  return (
    <section className="section" aria-label={t("weights.preview")} aria-live="polite">
      <div className="section-head">
        <h3>{t("weights.preview")}</h3>
      </div>
      {rule !== null && <RebuildNote since={data?.rebuildingSince} />}
      {rule === null && <p className="t13 t3">{t("weights.previewFill")}</p>}
      {rule !== null && error && <ProblemBox error={error} />}
      {rule !== null && !data && !error && <Skeleton rows={3} />}
      {rule !== null && data?.people === 0 && (
        <p className="t13 warn">{t("weights.previewNone")}</p>
      )}
      {rule !== null && data && data.people > 0 && (
        <>
          <p className="t13">
            {t("weights.previewSays", {
              days: data.days,
              people: number(data.people),
              times: number(data.times),
              above: number(data.above),
            })}
          </p>
          <Samples samples={data.samples} />
        </>
      )}
    </section>
  );
}
