import type { Values } from "@causeway/platform-contract";

/** How a lead ended; undefined while it is open. A lead without an outcome counts by its last status. */
export function leadOutcome(values: Values): "won" | "lost" | undefined {
  const { outcome, status } = values;
  if (outcome === "won" || outcome === "lost") return outcome;
  if (status === "converted") return "won";
  return status === "lost" ? "lost" : undefined;
}

/** Fields that say how a lead ended, or are filled because it did: never features. */
export const outcomeFields: ReadonlySet<string> = new Set([
  "outcome",
  "status",
  "closed_at",
  "account",
  "contact",
]);
