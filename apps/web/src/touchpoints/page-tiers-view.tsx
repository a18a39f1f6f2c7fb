import type { PageTierRule, PageTiers } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { pageTierPreviewQuery, pageTiersQuery } from "../api/page-tier-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { NextStep } from "../shell/next-step.tsx";
import { useTexts } from "../texts/text.ts";
import { isComplete, moved, newPageRule } from "./page-tier-draft.ts";
import { PageTierRow } from "./page-tier-row.tsx";
import { SeenPages } from "./seen-pages.tsx";

interface RulesTableProps {
  readonly rules: readonly PageTierRule[];
  /** What the latest answer counted for these rules; undefined while it is not there yet. */
  readonly counted: PageTiers | undefined;
  readonly topics: PageTiers["topics"];
  readonly onChange: ((rules: readonly PageTierRule[]) => void) | undefined;
}

function RulesTable({ rules, counted, topics, onChange }: RulesTableProps) {
  const { t } = useTexts();
  return (
    <table className="plain page-tiers">
      <thead>
        <tr>
          <th className="number">{t("plan.order")}</th>
          <th>{t("plan.matches")}</th>
          <th>{t("plan.which")}</th>
          <th>{t("plan.tier")}</th>
          <th className="number">{t("plan.visits")}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {rules.map((rule, place) => (
          <PageTierRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
            key={place}
            place={place}
            rule={rule}
            topics={topics}
            visits={counted?.rules[place]?.visits}
            onChange={onChange && ((changed) => onChange(rules.with(place, changed)))}
            onMove={(steps) => onChange?.(moved(rules, place, place + steps))}
            onRemove={() => onChange?.(rules.toSpliced(place, 1))}
          />
        ))}
      </tbody>
    </table>
  );
}

/** The draft of the rules, what it would change, and the way to save it. */
function usePageTiers() {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const saved = useQuery(pageTiersQuery(id));
  const [draft, setDraft] = useState<readonly PageTierRule[] | null>(null);
  const asked = draft !== null && isComplete(draft) ? draft : null;
  const preview = useQuery(pageTierPreviewQuery(id, asked));
  const save = useMutation({
    mutationFn: (rules: readonly PageTierRule[]) =>
      ask("pageTiersSchema", `/api/w/${id}/tracking-plan/pages`, {
        method: "PUT",
        body: { rules },
      }),
    onSuccess: async (changed) => {
      client.setQueryData(pageTiersQuery(id).queryKey, changed);
      setDraft(null);
      await client.invalidateQueries({ queryKey: ["w", id, "touchpoints"] });
      await client.invalidateQueries({ queryKey: ["w", id, "scores", "touchpoint-worth"] });
    },
  });
  const rules = draft ?? saved.data?.rules ?? [];
  const isWhole = isComplete(rules);
  const isCounted = draft === null || (isWhole && preview.isSuccess && !preview.isPlaceholderData);
  const seen = draft === null ? saved.data : (preview.data ?? saved.data);
  return { saved, draft, setDraft, preview, save, rules, isWhole, isCounted, seen };
}

function Says({ seen, isDraft }: { readonly seen: PageTiers; readonly isDraft: boolean }) {
  const { t, locale } = useTexts();
  const number = (value: number) => formatNumber(value, locale);
  const figures = { days: seen.days, visits: number(seen.visits), moved: number(seen.moved) };
  return (
    <p className="t13" aria-live="polite">
      {t(isDraft ? "plan.pagesWouldMove" : "plan.pagesSeen", figures)}
    </p>
  );
}

function RuleActions({
  plan: { draft, setDraft, save, rules, isWhole },
  onAdd,
}: {
  readonly plan: ReturnType<typeof usePageTiers>;
  readonly onAdd: () => void;
}) {
  const { t } = useTexts();
  return (
    <div className="row rule-actions">
      <button type="button" className="button" onClick={onAdd}>
        {t("plan.addRule")}
      </button>
      {draft !== null && (
        <>
          <button
            type="button"
            className="button primary"
            disabled={!isWhole || save.isPending}
            onClick={() => save.mutate(rules)}
          >
            {t("plan.savePages")}
          </button>
          <button type="button" className="button quiet" onClick={() => setDraft(null)}>
            {t("plan.discard")}
          </button>
          {!isWhole && <span className="t12 t3">{t("plan.incomplete")}</span>}
        </>
      )}
      {draft === null && save.isSuccess && (
        <span className="t12 good">{t("touchpoints.saved")}</span>
      )}
    </div>
  );
}

/** The tracking plan of pages: rules that give them a tier, tried in order, and what they say of pages seen. */
export function PageTiersView() {
  const { t } = useTexts();
  const { role } = useWorkspace();
  const plan = usePageTiers();
  const { saved, draft, setDraft, preview, save, rules, isCounted, seen } = plan;
  const mayChange = isAtLeast(role, "admin");
  const add = (path?: string) => setDraft([...rules, newPageRule(path)]);
  if (saved.error) {
    return <ProblemBox error={saved.error} onRetry={() => void saved.refetch()} />;
  }
  if (!seen) return <Skeleton rows={6} />;
  if (seen.visits === 0 && rules.length === 0) {
    return (
      <EmptyState title={t("plan.noPages")} hint={t("plan.noPagesHint")}>
        <NextStep to="source" />
      </EmptyState>
    );
  }
  return (
    <>
      <section className="panel" aria-label={t("plan.pageRules")}>
        <div className="section-head">
          <h3>{t("plan.pageRules")}</h3>
        </div>
        <p className="t13 t2">{t("plan.pagesHint")}</p>
        {rules.length > 0 && (
          <RulesTable
            rules={rules}
            counted={isCounted ? seen : undefined}
            topics={seen.topics}
            onChange={mayChange ? setDraft : undefined}
          />
        )}
        {mayChange && <RuleActions plan={plan} onAdd={() => add()} />}
        {(save.error ?? preview.error) && <ProblemBox error={save.error ?? preview.error} />}
      </section>
      <section className="panel" aria-label={t("plan.pages")}>
        <Says seen={seen} isDraft={draft !== null} />
        <SeenPages seen={seen} onRule={mayChange ? add : undefined} />
      </section>
    </>
  );
}
