import type { MatchingRule } from "@causeway/platform-contract";
import { useTexts } from "../texts/text.ts";
import { bitsWord, fieldWord } from "./identity-words.ts";

/** What each field's likenesses weigh, in words. */
export function LearnedWeights({ weights }: { readonly weights: MatchingRule["weights"] }) {
  const { t, label } = useTexts();
  return (
    <dl className="weights t13">
      {weights.map(({ field, levels }) => (
        <div key={field}>
          <dt>{fieldWord(t, field)}</dt>
          <dd>
            {levels.map(({ level, text, bits }) => (
              <span key={level} className="nowrap">
                {label(text)} <b className={bits > 0 ? "good" : "t3"}>{bitsWord(bits)}</b>
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
