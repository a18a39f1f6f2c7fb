import type { WeightCalibration, WeightRule } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { weightCalibrationQuery, weightRulesQuery } from "../api/weight-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import { TouchpointTabs } from "../touchpoints/touchpoint-tabs.tsx";
import { useEventName } from "../touchpoints/use-event-name.ts";
import "../touchpoints/touchpoints.css";
import { LearnedWeight } from "./learned-weight.tsx";
import { emptyRule, exampleRule, formOf, type RuleForm } from "./rule-form.ts";
import { RulePanel } from "./rule-panel.tsx";
import { formatWeight, ruleWords } from "./rule-words.ts";
import "./weights.css";

function RuleRow({
  rule,
  learned,
  chosen,
  onChoose,
}: {
  readonly rule: WeightRule;
  readonly learned: WeightCalibration | undefined;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const texts = useTexts();
  const eventName = useEventName();
  const { t } = texts;
  return (
    <tr className={chosen ? "on" : undefined} onClick={onChoose}>
      <td className="nowrap">{rule.tag}</td>
      <td className="long">
        <button type="button" className="row-button" onClick={onChoose}>
          {rule.name}
        </button>
        <div className="t12 t3">{ruleWords({ ...texts, eventName }, rule)}</div>
      </td>
      <td className="number">{formatWeight(rule.delta, true)}</td>
      {learned && (
        <td className="nowrap">
          <LearnedWeight rule={rule} found={learned.rules.find(({ id }) => id === rule.id)} />
        </td>
      )}
      <td className="number">{formatNumber(rule.halfLifeDays, texts.locale)}</td>
      <td className="number">{rule.threshold === null ? "—" : formatWeight(rule.threshold)}</td>
      <td className="nowrap">{rule.isActive ? t("weights.active") : t("weights.off")}</td>
    </tr>
  );
}

interface Draft {
  readonly id: string;
  readonly form: RuleForm;
  readonly isNew: boolean;
}

/** The rules by which behaviour moves the weights of tags. */
export function WeightsPage() {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/touchpoints/weights" });
  const change = useSearchChange<typeof search>();
  const { data, error, refetch } = useQuery(weightRulesQuery(id));
  const calibration = useQuery(weightCalibrationQuery(id));
  const learned = calibration.data;
  const [fresh, setFresh] = useState<Draft | null>(null);
  const rules = data?.rules ?? [];
  const mayEdit = isAtLeast(role, "admin");
  const held = rules.find((rule) => rule.id === search.rule);
  const draft = fresh ?? (held ? { id: held.id, form: formOf(held), isNew: false } : null);
  const begin = (form: RuleForm) => {
    change({ rule: undefined });
    setFresh({ id: crypto.randomUUID(), form, isNew: true });
  };
  const example = () =>
    begin(exampleRule(t("weights.tagPlaceholder"), t("weights.namePlaceholder")));
  return (
    <>
      <PageTop
        title={t("weights.title")}
        area={t("shell.touchpoints")}
        switches={<TouchpointTabs current="weights" />}
      >
        {mayEdit && rules.length > 0 && (
          <button
            type="button"
            className="button"
            disabled={calibration.isFetching}
            onClick={() => void calibration.refetch()}
          >
            {calibration.isFetching ? t("weights.learning") : t("weights.learn")}
          </button>
        )}
        {mayEdit && (
          <button type="button" className="button primary" onClick={() => begin(emptyRule)}>
            <Icon of={Plus} size={14} />
            {t("weights.newRule")}
          </button>
        )}
      </PageTop>
      <div className="columns">
        <div className="body">
          {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
          {!data && !error && <Skeleton rows={6} />}
          {calibration.error && <ProblemBox error={calibration.error} />}
          {learned && (
            <p className="t13 t2 learned-from">
              {t("weights.learnedFrom", {
                deals: learned.deals,
                won: learned.won,
                days: learned.windowDays,
              })}
            </p>
          )}
          {data && rules.length === 0 && (
            <EmptyState title={t("weights.empty")} hint={t("weights.emptyHint")}>
              {mayEdit ? (
                <button type="button" className="button" onClick={example}>
                  {t("weights.useExample")}
                </button>
              ) : (
                <span className="t12 t3">{t("weights.adminOnly")}</span>
              )}
            </EmptyState>
          )}
          {rules.length > 0 && (
            <table className="plain choosable">
              <thead>
                <tr>
                  <th>{t("weights.tag")}</th>
                  <th>{t("weights.name")}</th>
                  <th className="number">{t("weights.delta")}</th>
                  {learned && <th>{t("weights.learned")}</th>}
                  <th className="number">{t("weights.halfLife")}</th>
                  <th className="number">{t("weights.threshold")}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {rules.map((rule) => (
                  <RuleRow
                    key={rule.id}
                    rule={rule}
                    learned={learned}
                    chosen={rule.id === draft?.id}
                    onChoose={() => {
                      setFresh(null);
                      change({ rule: rule.id });
                    }}
                  />
                ))}
              </tbody>
            </table>
          )}
        </div>
        {draft && mayEdit && (
          <RulePanel
            key={draft.id}
            id={draft.id}
            start={draft.form}
            isNew={draft.isNew}
            rules={rules}
            onClose={() => {
              setFresh(null);
              change({ rule: undefined });
            }}
          />
        )}
      </div>
    </>
  );
}
