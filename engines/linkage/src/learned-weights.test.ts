import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { learnWeights, weighPairs, weightsInWords } from "./learned-weights.ts";

/** 300 browsers; a third come back with the cookies gone: the same address and agent, nothing else in common. */
function browsers() {
  const random = seededRandom(3);
  const rows = Array.from({ length: 300 }, (_, row) => ({
    ip: `58.3.${Math.floor(row / 12)}.${Math.floor(random() * 250)}`,
    agent: `agent ${Math.floor(random() ** 2 * 8)}`,
    city: `city ${Math.floor(random() * 9)}`,
  }));
  return [...rows, ...rows.slice(0, 100)];
}

const kinds = { ip: "category", agent: "category", city: "category" } as const;
const table = (rows: ReturnType<typeof browsers>) => ({
  names: ["ip", "agent", "city"],
  columns: [rows.map(({ ip }) => ip), rows.map(({ agent }) => agent), rows.map(({ city }) => city)],
  rows: rows.length,
});

it("learnWeights() finds without labels that an equal address says much and an equal city little", () => {
  const weights = learnWeights(
    table(browsers()),
    { columns: kinds, blocking: [["ip"], ["agent", "city"]] },
    1,
  );
  const words = weightsInWords(weights ?? { fields: [], prior: 0, rows: 0 });
  const top = (field: string) => words.find((one) => one.field === field)?.levels[0];
  expect(top("ip")).toMatchObject({ level: "same", text: { zh: "相同" } });
  expect(top("ip")?.bits).toBeGreaterThan(5);
  expect(top("city")?.bits).toBeLessThan(top("ip")?.bits ?? 0);
});

it("weighPairs() judges new rows by weights learned before, with the shares of all rows", () => {
  const weights = learnWeights(
    table(browsers()),
    { columns: kinds, blocking: [["ip"], ["agent", "city"]] },
    1,
  );
  if (weights === null) throw new Error("The columns tell rows apart");
  const few = browsers()
    .slice(0, 2)
    .map((row, at) => (at === 1 ? { ...(browsers()[0] ?? row) } : row));
  const rare = weighPairs(table(few), kinds, weights, { shareOf: () => 1 / 400 })(0, 1);
  const common = weighPairs(table(few), kinds, weights, { shareOf: () => 0.5 })(0, 1);
  expect(rare.probability).toBeGreaterThan(0.9);
  expect(common.probability).toBeLessThan(rare.probability);
  const even = { shareOf: () => 0.5, alike: new Set(["ip", "agent", "city"]) };
  expect(weighPairs(table(few), kinds, weights, even)(0, 1).probability).toBeGreaterThan(0.9);
  expect(learnWeights(table([]), { columns: kinds, blocking: [["ip"]] }, 1)).toBeNull();
});
