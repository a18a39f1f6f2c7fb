import { Ban, CircleCheck, Clock, type LucideIcon, OctagonX, TriangleAlert } from "lucide-react";
import { Icon } from "./icon.tsx";

/** `unknown` is an answer (nobody can tell, or nothing is to come); `pending` is not one yet. */
export type Verdict = "good" | "warn" | "bad" | "unknown" | "pending";

const lights: Readonly<Record<Verdict, { readonly icon: LucideIcon; readonly tone: string }>> = {
  good: { icon: CircleCheck, tone: "good" },
  warn: { icon: TriangleAlert, tone: "warn" },
  bad: { icon: OctagonX, tone: "bad" },
  unknown: { icon: Ban, tone: "t2" },
  pending: { icon: Clock, tone: "t2" },
};

/** A verdict is a shape, a colour and always the word. */
export function VerdictLight({
  verdict,
  word,
}: {
  readonly verdict: Verdict;
  readonly word: string;
}) {
  const { icon, tone } = lights[verdict];
  return (
    <span className={`status ${tone}`}>
      <Icon of={icon} size={14} />
      {word}
    </span>
  );
}
