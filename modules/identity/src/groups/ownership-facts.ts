import { createHash } from "node:crypto";
import type { Clock } from "@causeway/kernel";
import type { recordSignals } from "@causeway/module-signals";
import { type NewHolding, newHoldingSchema } from "@causeway/platform-contract";
import { partyKey } from "./party.ts";

export type OwnershipFact = Parameters<typeof recordSignals>[1][number];

/**
 * What registers say of holdings, as publications of kind `ownership`, one for each pair of holder and company: the latest
 * one known holds, and every moment of the past can be read again. A pair that stands twice (two classes of shares) is
 * added up.
 */
export function ownershipFacts(
  holdings: readonly NewHolding[],
  clock: Clock,
): readonly OwnershipFact[] {
  const now = clock().toISOString();
  const facts = new Map<string, OwnershipFact>();
  for (const given of holdings) {
    const { holder, company, relation, share, since, knownAt } = newHoldingSchema.parse(given);
    const pair = `${partyKey(holder)}\n${partyKey({ ...company, isPerson: false })}`;
    const key = createHash("sha256").update(pair).digest("hex");
    const before = facts.get(key)?.payload["share"];
    const together = share + (typeof before === "number" ? before : 0);
    facts.set(key, {
      kind: "ownership",
      key,
      company,
      occurredAt: since ?? knownAt ?? now,
      ...(knownAt === undefined ? {} : { knownAt }),
      payload: {
        holder: { name: holder.name, creditCode: holder.creditCode, isPerson: holder.isPerson },
        relation,
        share: Math.min(100, together),
      },
    });
  }
  return [...facts.values()];
}
