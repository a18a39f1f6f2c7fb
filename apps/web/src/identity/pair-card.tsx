import type { MatchedPair } from "@causeway/platform-contract";
import { EqualApproximately } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "../access/session.ts";
import { Icon } from "../parts/icon.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { EvidenceWaterfall } from "./evidence-waterfall.tsx";
import { fieldWord } from "./identity-words.ts";

function Side({
  side,
  isLinked,
}: {
  readonly side: MatchedPair["left"];
  readonly isLinked: boolean;
}) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  return (
    <div className="pair-side">
      <b className="pair-name">
        {!isLinked || side.profileId === null ? (
          side.name
        ) : (
          <PathLink path={`/w/${id}/people/${side.profileId}`} className="cell-link">
            {side.name}
          </PathLink>
        )}
      </b>
      <span className="t12 t3">
        {fieldWord(t, side.kind)}
        {side.name !== side.value && ` ${side.value}`} ·{" "}
        {t(side.known ? "identity.known" : "identity.nameless")} ·{" "}
        {t("identity.events", { count: side.events })}
      </span>
    </div>
  );
}

/** Never quite certain: 99.9 % is the most that is shown. */
export function sureness(probability: number): string {
  return `${(100 * Math.min(0.999, probability)).toFixed(1)}%`;
}

/** Two people side by side, how sure it is that they are one, and on what evidence. */
export function PairCard({
  pair,
  hint,
  isLinked = false,
  children,
}: {
  readonly pair: MatchedPair;
  readonly hint?: string;
  /** Whether the two lead to their pages: not where something is being written that would be lost. */
  readonly isLinked?: boolean;
  readonly children?: ReactNode;
}) {
  const { t } = useTexts();
  return (
    <PairFrame
      label={`${pair.left.name} · ${pair.right.name}`}
      left={<Side side={pair.left} isLinked={isLinked} />}
      right={<Side side={pair.right} isLinked={isLinked} />}
      sure={t("identity.sure", { percent: sureness(pair.probability) })}
      hint={hint}
      answers={children}
    >
      <EvidenceWaterfall pair={pair} />
    </PairFrame>
  );
}

/** Two that may be one, whatever they are: side by side, how sure it is, what can be answered, and why below. */
export function PairFrame({
  label,
  left,
  right,
  sure,
  hint,
  answers,
  children,
}: {
  readonly label: string;
  readonly left: ReactNode;
  readonly right: ReactNode;
  readonly sure: string;
  readonly hint?: string | undefined;
  readonly answers?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <article className="pair" aria-label={label}>
      <div className="pair-sides">
        {left}
        <span className="t3">
          <Icon of={EqualApproximately} size={14} />
        </span>
        {right}
      </div>
      <div className="pair-sure">
        <span className="t13">{sure}</span>
        {hint !== undefined && <span className="t12 t3">{hint}</span>}
        <span className="space" />
        {answers}
      </div>
      {children}
    </article>
  );
}
