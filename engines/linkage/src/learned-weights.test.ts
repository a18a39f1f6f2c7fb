import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { learnWeights, relativesInWords, weighPairs, weightsInWords } from "./learned-weights.ts";

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

it("weighPairs() judges a pair alike whatever other pairs are at hand, also where values are written in capitals", () => {
  const written = browsers().map((row) => ({ ...row, agent: row.agent.toUpperCase() }));
  const rules = { columns: kinds, blocking: [["ip"], ["agent", "city"]] };
  const weights = learnWeights(table(written), rules, 1);
  if (weights === null) throw new Error("The columns tell rows apart");
  const shareOf = (column: string, value: string) => {
    const own = written.filter((row) => row[column as keyof typeof row] === value);
    return own.length === 0 ? undefined : own.length / written.length;
  };
  const all = weighPairs(table(written), kinds, weights, { shareOf });
  for (const row of [0, 40, 99]) {
    const pair = [written[row], written[row + 300]].flatMap((one) => one ?? []);
    expect(weighPairs(table(pair), kinds, weights, { shareOf })(0, 1)).toEqual(all(row, row + 300));
  }
});

it("learnWeights() finds colleagues, who share a company and its phone, and joins none of them", () => {
  const random = seededRandom(11);
  const digits = () => String(Math.floor(random() * 1e8)).padStart(8, "0");
  const word = (letters: number) =>
    Array.from({ length: letters }, () => "abdeiklmnorstu"[Math.floor(random() * 14)]).join("");
  const rows = Array.from({ length: 60 }, () => {
    const shared = [`${word(5)} ${word(5)} ltd`, `021${digits()}`];
    return Array.from({ length: 4 }, (_, person) => {
      const own = [`${word(4)} ${word(6)}`, ...shared];
      return person === 0 ? [own, [`${own[0]}a`, ...shared]] : [own];
    }).flat();
  }).flat();
  const names = ["name", "company", "phone"];
  const columns = names.map((_, at) => rows.map((row) => row[at] ?? ""));
  const people = { names, columns, rows: rows.length };
  const is = { name: "full-name", company: "company", phone: "phone" } as const;
  const rules = { columns: is, blocking: [["company"], ["name"]] };
  const weights = learnWeights(people, { ...rules, findsRelatives: true }, 1);
  if (weights === null) throw new Error("The columns tell rows apart");
  expect(relativesInWords(weights)).toMatchObject({
    shared: ["company", "phone"],
    telling: ["name"],
  });
  const weigh = weighPairs(people, is, JSON.parse(JSON.stringify(weights)), {
    shareOf: () => undefined,
  });
  expect(weigh(0, 1)).toMatchObject({ against: "relatives" });
  expect(weigh(0, 1).probability).toBeGreaterThan(0.9);
  const colleagues = weigh(0, 2);
  expect(colleagues.probability).toBeLessThan(0.05);
  expect(colleagues.related).toBeGreaterThan(0.5);
  expect(colleagues.evidence[0]?.text.zh).toContain("相关对象");
  expect(learnWeights(people, rules, 1)?.relatives).toBeUndefined();
});
