import type { PageTierRule, Tier, TouchpointWorth } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { query, tell } from "../api/client.ts";
import { pageTiersQuery } from "../api/page-tier-queries.ts";
import { trackingPlanQuery } from "../api/source-queries.ts";
import { problemText } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { type TierChange, tierChanges } from "./adopt-tier.ts";
import { withTopicTier } from "./page-tier-draft.ts";

/** Rules of pages as they were, and as they are to be. */
interface PageChange {
  readonly rules: readonly PageTierRule[];
  readonly before: readonly PageTierRule[];
}

interface Adoption {
  readonly tier: Tier;
  readonly types: readonly TierChange[];
  readonly pages: PageChange | null;
}

/** Plans what is proposed; ten seconds long it can be taken back. */
function useAdoption(type: string) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const path = `/api/w/${id}/tracking-plan/types`;
  const savePages = (rules: readonly PageTierRule[]) =>
    tell(`/api/w/${id}/tracking-plan/pages`, { method: "PUT", body: { rules } });
  const refresh = () =>
    Promise.all(
      [["touchpoints"], ["scores", "touchpoint-worth"]].map((key) =>
        client.invalidateQueries({ queryKey: ["w", id, ...key] }),
      ),
    );
  const restore = async ({ types, pages }: Adoption) => {
    if (pages !== null) await savePages(pages.before);
    for (const { next, before } of types) {
      if (before === null) {
        await tell(`${path}?name=${encodeURIComponent(next.name)}`, { method: "DELETE" });
      } else await tell(path, { method: "PUT", body: before });
    }
    await refresh();
  };
  return useMutation({
    mutationFn: async ({ types, pages }: Adoption) => {
      if (pages !== null) await savePages(pages.rules);
      for (const { next } of types) await tell(path, { method: "PUT", body: next });
      await refresh();
    },
    onSuccess: (_, adoption) =>
      toasts.show(
        {
          text: t("touchpoints.tierAdopted", { type, tier: adoption.tier }),
          undo: () => void restore(adoption),
        },
        Date.now(),
      ),
    onError: (error) => toasts.show({ text: problemText(error, t), tone: "bad" }, Date.now()),
  });
}

/** What has to be planned for a tier: a type's own plan, or for a topic a rule of pages; null where nothing can be. */
function useChanges(type: string, tier: TouchpointWorth["proposal"]): Adoption | null {
  const { id, role } = useWorkspace();
  const { data: plan } = useQuery(trackingPlanQuery(id));
  const topic = topicOf(type);
  const { data: pages } = useQuery({ ...pageTiersQuery(id), enabled: topic !== null });
  if (tier === null || tier === "stop" || !isAtLeast(role, "admin")) return null;
  if (topic !== null) {
    if (pages === undefined) return null;
    const before = pages.rules.map(({ visits: _, ...rule }) => rule);
    return { tier, types: [], pages: { rules: withTopicTier(before, topic, tier), before } };
  }
  const types = tierChanges(plan?.types ?? [], type, tier);
  return types.length === 0 ? null : { tier, types, pages: null };
}

/** What pages of a type are about; null for types that are no pages. */
function topicOf(type: string): string | null {
  return /^page:(.+)$/.exec(type)?.[1] ?? null;
}

/** The tier that follows from what a type is worth, and a button that plans it. */
export function WorthProposal({ worth }: { readonly worth: TouchpointWorth }) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { data: plan } = useQuery(trackingPlanQuery(id));
  const adopt = useAdoption(label(worth.label));
  const { proposal, tier, type } = worth;
  const changes = useChanges(type, proposal);
  if (proposal === null) return <span className="t3">{t("touchpoints.keepTier")}</span>;
  if (proposal === tier) return <span>{proposal}</span>;
  const named = (plan?.types ?? []).find(({ name }) => name.toLowerCase() === type);
  const search = topicOf(type) === null ? named && { type: named.name } : { view: "pages" };
  return (
    <span className="row">
      <b>{proposal === "stop" ? t("touchpoints.stop") : proposal}</b>
      {proposal === "stop" && search && (
        <PathLink className="link" path={`/w/${id}/touchpoints/plan${query(search)}`}>
          {t("plan.tab")}
        </PathLink>
      )}
      {changes !== null && (
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
