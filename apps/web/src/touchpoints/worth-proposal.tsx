import type { TouchpointWorth } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { trackingPlanQuery } from "../api/source-queries.ts";
import { problemText } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { type TierChange, tierChanges } from "./adopt-tier.ts";

/** Plans what is proposed; ten seconds long it can be taken back. */
function useAdoption(type: string) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const path = `/api/w/${id}/tracking-plan/types`;
  const refresh = () =>
    Promise.all(
      [["touchpoints"], ["scores", "touchpoint-worth"]].map((key) =>
        client.invalidateQueries({ queryKey: ["w", id, ...key] }),
      ),
    );
  const restore = async (changes: readonly TierChange[]) => {
    for (const { next, before } of changes) {
      if (before === null) {
        await tell(`${path}?name=${encodeURIComponent(next.name)}`, { method: "DELETE" });
      } else await tell(path, { method: "PUT", body: before });
    }
    await refresh();
  };
  return useMutation({
    mutationFn: async (changes: readonly TierChange[]) => {
      for (const { next } of changes) await tell(path, { method: "PUT", body: next });
      await refresh();
    },
    onSuccess: (_, changes) =>
      toasts.show(
        {
          text: t("touchpoints.tierAdopted", { type, tier: changes[0]?.next.tier ?? "" }),
          undo: () => void restore(changes),
        },
        Date.now(),
      ),
    onError: (error) => toasts.show({ text: problemText(error, t), tone: "bad" }, Date.now()),
  });
}

/** The tier that follows from what a type is worth, and a button that plans it. */
export function WorthProposal({ worth }: { readonly worth: TouchpointWorth }) {
  const { t, label } = useTexts();
  const { id, role } = useWorkspace();
  const { data: plan } = useQuery(trackingPlanQuery(id));
  const adopt = useAdoption(label(worth.label));
  const { proposal, tier, type } = worth;
  if (proposal === null) return <span className="t3">{t("touchpoints.keepTier")}</span>;
  if (proposal === tier) return <span>{proposal}</span>;
  const named = (plan?.types ?? []).filter(({ name }) => name.toLowerCase() === type);
  const changes =
    proposal === "stop" || !isAtLeast(role, "admin")
      ? []
      : tierChanges(plan?.types ?? [], type, proposal);
  return (
    <span className="row">
      <b>{proposal === "stop" ? t("touchpoints.stop") : proposal}</b>
      {proposal === "stop" && named[0] && (
        <PathLink
          className="link"
          path={`/w/${id}/touchpoints/plan?type=${encodeURIComponent(named[0].name)}`}
        >
          {t("plan.tab")}
        </PathLink>
      )}
      {changes.length > 0 && (
        <button
          type="button"
          className="link"
          disabled={adopt.isPending}
          aria-label={t("touchpoints.adoptTier", { type: label(worth.label), tier: proposal })}
          onClick={() => adopt.mutate(changes)}
        >
          {t("touchpoints.adopt")}
        </button>
      )}
    </span>
  );
}
