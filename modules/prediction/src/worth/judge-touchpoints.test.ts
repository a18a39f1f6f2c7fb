import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { judgeTouchpoints, type TypeFacts, type WorthCase } from "./judge-touchpoints.ts";

const facts = (type: string): TypeFacts => ({
  type,
  label: { zh: type, en: type },
  tier: "L2",
  touchpoints: 100,
});

/** Pricing tells much, replies tell something, newsletters nothing, and scans are rare. */
function market(leads: number): readonly WorthCase[] {
  const random = seededRandom(3);
  return Array.from({ length: leads }, (_, number) => {
    const [pricing, reply, news] = [0, 0, 0].map(() => Math.floor(3 * random())) as [
      number,
      number,
      number,
    ];
    const margin = 1.6 * (pricing - 1) + 0.55 * (reply - 1);
    return {
      atMs: number * 3_600_000,
      isWon: random() < 1 / (1 + Math.exp(-margin)),
      counts: {
        "page:pricing": [pricing, pricing],
        "email replied": [reply, reply],
        "email opened": [news, news],
        ...(number % 200 === 0 && { "badge scanned": [1, 1] as const }),
      },
    };
  });
}

it("judgeTouchpoints() proposes by what each type adds on leads not seen", () => {
  const types = ["email opened", "badge scanned", "email replied", "page:pricing"].map(facts);
  const judged = judgeTouchpoints(market(4_000), types);
  expect(judged?.types.map(({ type, proposal }) => [type, proposal])).toEqual([
    ["page:pricing", "L1"],
    ["email replied", "L2"],
    ["email opened", "stop"],
    ["badge scanned", null],
  ]);
  expect(judged?.types[3]).toMatchObject({ gain: null, q: null, reach: 0.005 });
});

it("judgeTouchpoints() proposes to stop nothing that it could not measure", () => {
  const judged = judgeTouchpoints(market(220), ["email opened", "email replied"].map(facts));
  expect(judged?.types.every(({ proposal }) => proposal !== "stop")).toBe(true);
});

it("judgeTouchpoints() says nothing from few leads", () => {
  expect(judgeTouchpoints(market(60), [facts("email opened")])).toBeUndefined();
});
