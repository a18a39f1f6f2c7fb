import type { WeightCalibration, WeightRule } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { ReasonButton } from "../parts/reason-button.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { formatWeight } from "./rule-words.ts";

interface LearnedWeightProps {
  readonly rule: WeightRule;
  readonly found: WeightCalibration["rules"][number] | undefined;
}

/** What won and lost deals propose for a rule, and the way to take it. */
export function LearnedWeight({ rule, found }: LearnedWeightProps) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const adopt = useMutation({
    mutationFn: (delta: number) => {
      const { id: ruleId, changedAt: _, ...body } = rule;
      return tell(`/api/w/${id}/weights/rules/${ruleId}`, {
        method: "PUT",
        body: { ...body, delta },
      });
    },
    onSuccess: async () => {
      toasts.show({ text: t("weights.adopted") }, Date.now());
      await client.invalidateQueries({ queryKey: ["w", id, "weights", "rules"] });
    },
  });
  if (found === undefined) return <>—</>;
  const { verdict, delta, low, high, seen, wonSeen, others, wonOthers } = found;
  const proof = t("weights.proof", { seen, wonSeen, others, wonOthers });
  if (verdict === "too-few" || delta === null || low === null || high === null) {
    return (
      <ReasonButton className="t12 t3" lines={[proof]}>
        {t("weights.tooFew")}
      </ReasonButton>
    );
  }
  const proposal = Math.round(Math.min(10, Math.max(-10, delta)) * 100) / 100;
  return (
    <span>
      <ReasonButton lines={[proof]}>
        {verdict === "no-relation" ? (
          <span className="t12 t3">{t("weights.noRelation")}</span>
        ) : (
          <b>{formatWeight(proposal, true)}</b>
        )}{" "}
        <small className="t3">
          {formatWeight(low, true)} – {formatWeight(high, true)}
        </small>
      </ReasonButton>{" "}
      {verdict === "tells" && proposal !== rule.delta && (
        <button
          type="button"
          className="button"
          disabled={adopt.isPending}
          onClick={(event) => {
            event.stopPropagation();
            adopt.mutate(proposal);
          }}
        >
          {t("weights.adopt")}
        </button>
      )}
      {adopt.error && <ProblemBox error={adopt.error} />}
    </span>
  );
}
