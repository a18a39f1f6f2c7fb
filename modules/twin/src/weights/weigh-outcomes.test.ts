import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { weighOutcomes } from "./weigh-outcomes.ts";

/** Deals whose log odds of winning rise by `effect` where the behaviour was seen. */
function market(random: () => number, effect: number, cases = 200) {
  const seen = Array.from({ length: cases }, () => random() < 0.4);
  const won = seen.map((isSeen) => random() < 1 / (1 + Math.exp(0.4 - (isSeen ? effect : 0))));
  return { seen, won };
}

it("weighOutcomes() holds the true change of the log odds in nine of ten intervals", () => {
  const random = seededRandom(7);
  let held = 0;
  for (let run = 0; run < 500; run++) {
    const { seen, won } = market(random, 0.8);
    const [found] = weighOutcomes([{ id: "a", seen }], won);
    if (found && (found.low ?? 9) <= 0.8 && (found.high ?? -9) >= 0.8) held++;
  }
  expect(held).toBeGreaterThan(430);
  expect(held).toBeLessThan(475);
});

it("weighOutcomes() proposes chance in at most one of ten markets of twenty rules that say nothing", () => {
  const random = seededRandom(11);
  let proposing = 0;
  for (let run = 0; run < 200; run++) {
    const { won } = market(random, 0);
    const rules = Array.from({ length: 20 }, (_, id) => ({
      id: String(id),
      seen: won.map(() => random() < 0.4),
    }));
    if (weighOutcomes(rules, won).some(({ verdict }) => verdict === "tells")) proposing++;
  }
  expect(proposing).toBeLessThan(30);
});

it("weighOutcomes() says nothing of few cases", () => {
  const won = Array.from({ length: 30 }, (_, place) => place % 2 === 0);
  const seen = won.map((_, place) => place < 9);
  expect(weighOutcomes([{ id: "a", seen }], won)).toMatchObject([
    { verdict: "too-few", delta: null, seen: 9, others: 21 },
  ]);
});
