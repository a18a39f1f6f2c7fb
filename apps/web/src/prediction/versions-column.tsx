import type { ModelVersion, PredictionState } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { modelCardQuery } from "../api/insight-queries.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { VerdictLight } from "../parts/verdict-light.tsx";
import { fieldNamed, objectNamed } from "../records/schema-fields.ts";
import { useTexts } from "../texts/text.ts";
import { verdicts } from "./model-card.tsx";
import type { PredictionCommand } from "./use-prediction-command.ts";

interface VersionsColumnProps {
  readonly state: PredictionState;
  /** The version whose card is shown. */
  readonly shown: number | undefined;
  readonly command: PredictionCommand;
  readonly onChoose: (version: number) => void;
}

function Version({
  version,
  chosen,
  onChoose,
  children,
}: {
  readonly version: ModelVersion;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly children?: ReactNode;
}) {
  const { t, locale } = useTexts();
  const { light, text } = verdicts[version.verdict];
  const isIdle = version.verdict === "usable" && !version.isCurrent;
  return (
    <li className="row">
      <button type="button" className="version" aria-pressed={chosen} onClick={onChoose}>
        <b>v{version.version}</b>
        <span>
          <VerdictLight
            verdict={isIdle ? "pending" : light}
            word={t(version.isCurrent ? "prediction.current" : text)}
          />
          <span className="version-facts t12 t3">
            {formatMoment(new Date(version.trainedAt), locale, new Date())} ·{" "}
            {t("prediction.recordCount", { count: formatNumber(version.rows, locale) })}
          </span>
        </span>
        <span className="number">{version.score?.value.toFixed(2) ?? ""}</span>
      </button>
      {children}
    </li>
  );
}

function History({ state }: { readonly state: PredictionState }) {
  const { t, label, locale } = useTexts();
  if (state.promotions.length === 0) return null;
  return (
    <section>
      <h2>{t("prediction.history")}</h2>
      <ul>
        {state.promotions.map((each) => (
          <li key={`${each.at} ${each.kind}`} className="promotion">
            {t(`prediction.${each.kind === "rolled-back" ? "rolledBack" : each.kind}`)}
            {each.version !== null && ` v${each.version}`} · {label(each.why)}
            <span className="t3"> · {formatMoment(new Date(each.at), locale, new Date())}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Versions({ state, shown, command, onChoose }: VersionsColumnProps) {
  const { t } = useTexts();
  const { role } = useWorkspace();
  const mayChange = isAtLeast(role, "admin");
  const { current, versions, promotions } = state;
  const rule = state.definition.promotion;
  return (
    <section>
      <h2>{t("prediction.versions")}</h2>
      <p className="t12 t3">
        {t(rule === "by-hand" ? "prediction.ruleByHand" : "prediction.ruleWhenBetter")}
      </p>
      <ul>
        {versions.map((version) => (
          <Version
            key={version.version}
            version={version}
            chosen={version.version === shown}
            onChoose={() => onChoose(version.version)}
          >
            {mayChange && version.verdict === "usable" && !version.isCurrent && (
              <button
                type="button"
                className={current === null ? "button primary" : "button"}
                disabled={command.isPending}
                onClick={() =>
                  command.mutate({ path: "/promote", body: { version: version.version } })
                }
              >
                {t("prediction.promote")}
              </button>
            )}
          </Version>
        ))}
      </ul>
      {versions.length === 0 && <p className="t13 t3">{t("prediction.noVersions")}</p>}
      {mayChange && current !== null && promotions.length > 1 && (
        <button
          type="button"
          className="button quiet"
          disabled={command.isPending}
          onClick={() => command.mutate({ path: "/rollback" })}
        >
          {t("prediction.rollBack")}
        </button>
      )}
    </section>
  );
}

/** How columns read to people: as the card of the version in sight names them, or the object its fields. */
function useFeatureNames({ name, object }: PredictionState, version: number | undefined) {
  const { label } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const { data: card } = useQuery({
    ...modelCardQuery(id, name, version ?? 0),
    enabled: version !== undefined,
  });
  const known = card ? [...card.suspects, ...card.leaks, ...card.importance] : [];
  return (feature: string): string => {
    const found = known.find((each) => each.feature === feature);
    const field = fieldNamed(objectNamed(schema, object), feature.replace(/^field:/, ""));
    return found ? label(found.label) : field ? label(field.label) : feature;
  };
}

/** All versions of a prediction, what is in use, and what was. */
export function VersionsColumn(props: VersionsColumnProps) {
  const { t } = useTexts();
  const { exclude } = props.state.definition;
  const nameOf = useFeatureNames(props.state, props.shown);
  return (
    <aside className="side-column" aria-label={t("prediction.versions")}>
      <Versions {...props} />
      <History state={props.state} />
      {exclude.length > 0 && (
        <section>
          <h2>{t("prediction.excluded")}</h2>
          <p className="t12 t2">{exclude.map(nameOf).join(" · ")}</p>
        </section>
      )}
    </aside>
  );
}
