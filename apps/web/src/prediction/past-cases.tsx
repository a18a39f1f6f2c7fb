import type { PastCase, ScoreDetail } from "@causeway/platform-contract";
import { useWorkspace } from "../access/session.ts";
import { formatMoment } from "../format/dates.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { formatAmount, formatScore } from "./score-words.ts";

interface ScoreProps {
  readonly score: ScoreDetail;
}

function CaseRow({ past, score }: ScoreProps & { readonly past: PastCase }) {
  const { t, label, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  const { task, object } = score;
  const outcome =
    task === "binary"
      ? t(past.outcome > 0.5 ? "prediction.cameTrue" : "prediction.cameNot")
      : formatAmount(past.outcome, locale);
  return (
    <li className="past-case">
      <PathLink
        path={`/w/${workspace}/records/${object}/${past.recordId}`}
        className="cell-link cut"
      >
        {past.title}
      </PathLink>
      <span className="nowrap t3">{formatScore({ task, value: past.predicted }, locale)} →</span>
      <span className="nowrap">{outcome}</span>
      <span className="t12 t3 cut past-alike">
        {formatMoment(new Date(past.at), locale, new Date())}
        {past.alike.length > 0 &&
          ` · ${t("prediction.alike")} ${past.alike.map(label).join(" · ")}`}
      </span>
    </li>
  );
}

/** Records of the past with like scores for like reasons, and how they ended. */
export function PastCases({ score }: ScoreProps) {
  const { t } = useTexts();
  if (score.cases.length === 0) return null;
  return (
    <section className="section">
      <div className="section-head">
        <h3>{t("prediction.pastCases")}</h3>
        <span className="t12 t3">{t("prediction.pastCasesHint")}</span>
      </div>
      <ul>
        {score.cases.map((past) => (
          <CaseRow key={past.recordId} past={past} score={score} />
        ))}
      </ul>
    </section>
  );
}
