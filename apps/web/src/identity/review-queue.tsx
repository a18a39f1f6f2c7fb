import type { MatchingReview } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { reviewsQuery } from "../api/identity-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { PairCard } from "./pair-card.tsx";

function Review({ review }: { readonly review: MatchingReview }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const answer = useMutation({
    mutationFn: (verdict: "together" | "apart") =>
      ask("decisionTakenSchema", `/api/w/${id}/identity/reviews/${review.id}`, {
        body: { verdict },
      }),
    onSuccess: () => toasts.show({ text: t("identity.answered") }, Date.now()),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "touchpoints"] }),
  });
  return (
    <>
      {answer.error && <ProblemBox error={answer.error} />}
      <PairCard isLinked pair={review} hint={t("identity.byRule", { name: review.ruleName })}>
        <button
          type="button"
          className="button"
          disabled={answer.isPending}
          onClick={() => answer.mutate("together")}
        >
          {t("identity.yes")}
        </button>
        <button
          type="button"
          className="button"
          disabled={answer.isPending}
          onClick={() => answer.mutate("apart")}
        >
          {t("identity.no")}
        </button>
      </PairCard>
    </>
  );
}

/** Pairs that the rules are unsure of, for a person to answer; each answer is kept for good. */
export function ReviewQueue() {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(reviewsQuery(id));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  if (data.reviews.length === 0)
    return <EmptyState title={t("identity.noReviews")} hint={t("identity.noReviewsHint")} />;
  return (
    <div className="pairs">
      <p className="t13 t2">
        {t("identity.openReviews", { count: data.open, open: formatNumber(data.open, locale) })}
      </p>
      {data.reviews.map((review) => (
        <Review key={review.id} review={review} />
      ))}
    </div>
  );
}
