import type { MatchedPair, MatchingDryRun } from "@causeway/platform-contract";
import { formatNumber } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";
import { LearnedWeights } from "./learned-weights.tsx";
import { PairCard } from "./pair-card.tsx";
import { RelativesNote } from "./relatives-note.tsx";

function Samples({
  title,
  pairs,
}: {
  readonly title: string;
  readonly pairs: readonly MatchedPair[];
}) {
  const { t } = useTexts();
  return (
    <>
      <h3>{title}</h3>
      {pairs.length === 0 && <p className="t13 t3">{t("identity.noSamples")}</p>}
      {pairs.map((pair) => (
        <PairCard key={`${pair.left.profileId} ${pair.right.profileId}`} pair={pair} />
      ))}
    </>
  );
}

/** What a rule would do: counts in one sentence, samples of both zones, and what was learned. */
export function DryRunResult({ result }: { readonly result: MatchingDryRun }) {
  const { t, locale } = useTexts();
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      <p className="t13">
        {t("identity.resultSays", {
          compared: number(result.compared),
          merges: number(result.merges),
          reviews: number(result.reviews),
          apart: number(result.apart),
          people: number(result.people),
          after: number(result.peopleAfter),
          largest: number(result.largestGroup),
        })}
      </p>
      {result.waiting > 0 && (
        <p className="t13">{t("identity.waitAlready", { count: result.waiting })}</p>
      )}
      {result.refused > 0 && (
        <p className="t13 warn">{t("identity.refused", { count: number(result.refused) })}</p>
      )}
      <RelativesNote relatives={result.relatives} />
      {result.related > 0 && (
        <p className="t13">{t("identity.related", { count: result.related })}</p>
      )}
      <Samples title={t("identity.wouldMerge")} pairs={result.samples.merge} />
      <Samples title={t("identity.wouldReview")} pairs={result.samples.review} />
      {result.related > 0 && (
        <Samples title={t("identity.relatedSample")} pairs={result.samples.related} />
      )}
      <h3>{t("identity.weights")}</h3>
      <p className="t12 t3">{t("identity.weightsHint")}</p>
      <LearnedWeights weights={result.weights} />
    </>
  );
}
