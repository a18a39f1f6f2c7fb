import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { codeColumn } from "./columns/coded-column.ts";
import type { LinkTable } from "./columns/link-table.ts";
import { levelText } from "./comparators/level-text.ts";
import { columnKinds, comparatorOf } from "./comparators/registry.ts";
import { explainPair } from "./explain-pair.ts";
import { link } from "./link.ts";

/** People twice, the second time with a mistyped surname. */
function people(size: number): LinkTable {
  const random = seededRandom(3);
  const pick = (text: string) => text[Math.floor(random() * text.length)] ?? "";
  const word = () =>
    pick("bdfgklmnprst") + pick("aeiou") + pick("lnrst") + pick("aeiou") + pick("kmnt");
  const rows = Array.from({ length: size }, () => [
    word(),
    word(),
    String(1e6 + Math.floor(random() * 9e6)),
  ]);
  const again = rows.map(([first = "", last = "", code = ""]) => [first, `${last}s`, code]);
  const all = [...rows, ...again];
  return {
    names: ["given_name", "surname", "code"],
    columns: [0, 1, 2].map((place) => all.map((row) => row[place] ?? "")),
    rows: all.length,
  };
}

it("explainPair tells the evidence of each field in words, and its bits add up to the probability", () => {
  const result = link(people(150));
  expect(result.left).toHaveLength(150);
  const { probability, priorBits, evidence } = explainPair(result, 0, 150);
  const bits = priorBits + evidence.reduce((sum, own) => sum + own.bits, 0);
  expect(probability).toBeCloseTo(1 / (1 + 2 ** -bits), 12);
  expect(probability).toBeGreaterThan(0.99);
  const surname = evidence.find(({ field }) => field === "surname");
  expect(surname?.level).toBe("alike-94");
  expect(surname?.text.en).toMatch(
    /^surname: alike by 94 % or more; \S+ times likelier if they are one$/,
  );
  expect(surname?.text.zh).toContain("相似度 94 % 以上");
  const stranger = explainPair(result, 0, 1);
  expect(stranger.probability).toBeLessThan(0.01);
  expect(stranger.evidence.some(({ text }) => text.en.endsWith("if they are not"))).toBe(true);
});

it("every level of every comparator has words", () => {
  const column = codeColumn("c", ["a 1", "b 2"], (cell) => cell);
  const levels = columnKinds.flatMap((kind) => comparatorOf(kind).prepare(column).levels);
  for (const level of [...levels, "crossed", "some-shared", "contained"]) {
    expect(levelText(level).zh).not.toBe("");
  }
});

it("link gives the same pairs for the same seed", () => {
  const [one, other] = [link(people(60)), link(people(60))];
  expect([...other.left]).toEqual([...one.left]);
  expect([...other.probability]).toEqual([...one.probability]);
});
