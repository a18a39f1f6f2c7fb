import type { MatchingRule, MatchingRules } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { fieldWord } from "./identity-words.ts";
import { LearnedWeights } from "./learned-weights.tsx";
import { RelativesNote } from "./relatives-note.tsx";

function RuleCard({ rule }: { readonly rule: MatchingRule }) {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => tell(`/api/w/${id}/identity/matching/${rule.id}`, { method: "DELETE" }),
    onSuccess: async () => {
      toasts.show({ text: t("identity.removed") }, Date.now());
      await client.invalidateQueries({ queryKey: ["w", id] });
    },
  });
  const percent = (value: number) => `${Math.round(value * 1_000) / 10}%`;
  return (
    <article className="panel rule-card" aria-label={rule.rule.name}>
      <div className="row">
        <h2>{rule.rule.name}</h2>
        <span className="t12 t2">
          {t("identity.merged", { count: rule.merged })} ·{" "}
          {t("identity.open", { count: rule.open })}
        </span>
        <span className="space" />
        {isAtLeast(role, "admin") && (
          <button
            type="button"
            className="button quiet danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t("identity.remove")}
          </button>
        )}
      </div>
      {remove.error && <ProblemBox error={remove.error} />}
      <p className="t13 t2">
        {t("identity.compareIf")}:{" "}
        {rule.rule.blocking
          .map((set) => set.map((field) => fieldWord(t, field)).join(" + "))
          .join("; ")}{" "}
        · {t("identity.mergeAt")} {percent(rule.rule.mergeAt)} · {t("identity.reviewAt")}{" "}
        {percent(rule.rule.reviewAt)}
      </p>
      <RelativesNote relatives={rule.relatives} />
      <LearnedWeights weights={rule.weights} />
    </article>
  );
}

/** The matching rules in force, with what they learned and what they did. */
export function MatchingList({
  data,
  onNew,
}: {
  readonly data: MatchingRules;
  readonly onNew: () => void;
}) {
  const { t } = useTexts();
  const { role } = useWorkspace();
  if (data.rules.length === 0) {
    return (
      <EmptyState title={t("identity.none")} hint={t("identity.noneHint")}>
        {isAtLeast(role, "admin") && (
          <button type="button" className="button primary" onClick={onNew}>
            {t("identity.newRule")}
          </button>
        )}
      </EmptyState>
    );
  }
  return (
    <>
      {data.rules.map((rule) => (
        <RuleCard key={rule.id} rule={rule} />
      ))}
    </>
  );
}
