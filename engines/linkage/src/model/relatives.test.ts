import { seededRandom } from "@causeway/kernel";
import { describe, expect, it } from "vitest";
import type { LinkTable } from "../columns/link-table.ts";
import { explainPair } from "../explain-pair.ts";
import { type LinkResult, link } from "../link.ts";
import { findRelatives } from "./relatives.ts";

const random = seededRandom(17);
const below = (size: number): number => Math.floor(random() * size);
const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
const word = (syllables: number): string =>
  Array.from({ length: syllables }, () => pick([..."bdfgklmnprst"]) + pick([..."aeiou"])).join("") +
  pick([..."lnrst"]);
const words = (size: number, syllables: number): readonly string[] =>
  Array.from({ length: size }, () => word(syllables));
const mistyped = (text: string): string => {
  const [first = ""] = text.split(" ");
  const at = below(first.length - 1);
  return text.slice(0, at) + pick([..."aeiourst"]) + text.slice(at + 1);
};

interface Row {
  readonly key: string;
  readonly cells: readonly string[];
}

function table(names: readonly string[], rows: readonly Row[]): LinkTable {
  return {
    names,
    columns: names.map((_, place) => rows.map(({ cells }) => cells[place] ?? "")),
    rows: rows.length,
  };
}

function f1(rows: readonly Row[], { left, right }: LinkResult): number {
  const counts = new Map<string, number>();
  for (const { key } of rows) counts.set(key, (counts.get(key) ?? 0) + 1);
  const truth = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const hits = left.filter((row, at) => rows[row]?.key === rows[right[at] ?? 0]?.key).length;
  return (2 * hits) / (truth + left.length);
}

const given = words(300, 2);
const family = words(500, 3);
const streets = words(400, 3);
const names = ["given_name", "surname", "birth", "street", "house", "town"];

/** Households of two to five who share surname and address; two in five of them stand twice, with an error or two. */
function households(count: number, movers: number): readonly Row[] {
  return Array.from({ length: count }, (_, home): readonly Row[] => {
    const shared = [pick(family), `${pick(streets)} street`, String(1 + below(180))] as const;
    return Array.from({ length: 2 + below(4) }, (__, member): readonly Row[] => {
      const birth = `${1930 + below(80)}-0${1 + below(9)}-${10 + below(19)}`;
      const cells = [pick(given), shared[0], birth, shared[1], shared[2], "anytown"];
      const key = `${home}-${member}`;
      const own = { key, cells };
      if (random() > 0.4) return [own];
      const again = [...cells];
      const place = pick([0, 1, 3]);
      again[place] = mistyped(again[place] ?? "");
      if (random() < 0.1) again[2] = "";
      if (random() < movers) again.splice(3, 2, `${pick(streets)} street`, String(1 + below(180)));
      return [own, { key, cells: again }];
    }).flat();
  }).flat();
}

describe("link with relatives", () => {
  it("tells the members of a household apart, whose pairs outnumber those of one person", () => {
    const rows = households(90, 0);
    const result = link(table(names, rows));
    expect(f1(rows, result)).toBeGreaterThan(0.97);
    expect(result.model.relatives?.odds).toBeLessThan(0.5);
  });

  it("still finds people who moved house", () => {
    const rows = households(90, 0.4);
    expect(f1(rows, link(table(names, rows)))).toBeGreaterThan(0.95);
  });

  it("takes people who moved to another town for themselves, however much of an address is new", () => {
    const places = [...names.slice(0, 3), "mobile", "street", "town", "postcode"];
    const rows = Array.from({ length: 160 }, (_, person): readonly Row[] => {
      const birth = `${1930 + below(80)}-0${1 + below(9)}-${10 + below(19)}`;
      const mobile = random() < 0.5 ? "" : `+86 139 ${1e7 + below(9e7)}`;
      const own = [pick(given), pick(family), birth, mobile];
      const home = () => {
        const town = below(60);
        return [`${1 + below(180)} ${pick(streets)} street`, `t${word(3)}`, String(1e4 + town)];
      };
      const first = { key: String(person), cells: [...own, ...home()] };
      if (person % 2 === 0) return [first];
      return [first, person % 6 === 1 ? { ...first, cells: [...own, ...home()] } : first];
    }).flat();
    const result = link(table(places, rows));
    expect(result.model.relatives).toBeUndefined();
    expect(f1(rows, result)).toBeGreaterThan(0.97);
  });

  it("finds people whose rows also carry readings, which are taken anew each time", () => {
    const readings = ["load", "share", "drift", "noise", "heat", "gain"];
    const rows = Array.from({ length: 150 }, (_, person): readonly Row[] => {
      const birth = `${1930 + below(80)}-0${1 + below(9)}-${10 + below(19)}`;
      const own = [pick(given), pick(family), birth, `${pick(streets)} street`, String(below(180))];
      return Array.from({ length: 1 + below(2) }, () => ({
        key: String(person),
        cells: [...own, "anytown", ...readings.map(() => random().toFixed(6))],
      }));
    }).flat();
    expect(f1(rows, link(table([...names, ...readings], rows)))).toBeGreaterThan(0.97);
  });

  it("tells colleagues apart who share a company and its switchboard", () => {
    const rows = Array.from({ length: 45 }, (_, firm): readonly Row[] => {
      const shared = [`${word(3)} ${word(2)} ltd`, `+86 21 ${1e7 + below(9e7)}`];
      return Array.from({ length: 3 + below(5) }, (__, person): readonly Row[] => {
        const name = `${pick(given)} ${pick(family)}`;
        const own = { key: `${firm}-${person}`, cells: [name, ...shared] };
        return random() < 0.5 ? [own] : [own, { ...own, cells: [mistyped(name), ...shared] }];
      }).flat();
    }).flat();
    const result = link(table(["contact", "company", "phone"], rows));
    expect(f1(rows, result)).toBeGreaterThan(0.95);
    const stranger = rows.findIndex(({ key }) => key.endsWith("-1"));
    const { probability, priorBits, evidence } = explainPair(result, 0, stranger);
    const bits = priorBits + evidence.reduce((sum, one) => sum + one.bits, 0);
    expect(probability).toBeCloseTo(1 / (1 + 2 ** -bits), 12);
    expect(probability).toBeLessThan(0.1);
    expect(evidence[0]?.field).toBe("contact");
  });

  it("takes people for themselves who share a date of birth, however wrong their names are", () => {
    const rows = Array.from({ length: 200 }, (_, person): readonly Row[] => {
      const birth = `${1930 + below(80)}-0${1 + below(9)}-${10 + below(19)}`;
      const own = [birth, `${pick(streets)} street`, String(below(180)), "anytown"];
      const [first, last] = [pick(given), pick(family)];
      const key = String(person);
      const wrong = person % 2 === 0 ? [last, first] : [pick(given), pick(family)];
      const called = person % 5 < 2 ? wrong : [first, mistyped(last)];
      return [
        { key, cells: [first, last, ...own] },
        { key, cells: [...called, ...own] },
      ];
    }).flat();
    const result = link(table(names, rows));
    expect(result.model.relatives).toBeUndefined();
    expect(f1(rows, result)).toBeGreaterThan(0.97);
  });
});

it("findRelatives takes for matches the class that agrees most, whichever of the two was found first", () => {
  // 240 pairs typed in two systems, 60 colleagues of one system: what is assumed of matches fits these in their source.
  const pairs = 300;
  const isMatch = (pair: number) => pair >= 60;
  const levelsOf = (agree: (pair: number) => boolean) => (pair: number) => (agree(pair) ? 1 : 0);
  const fields = [
    ["contact", "full-name", 0.001, isMatch],
    ["mobile", "phone", 0.0005, isMatch],
    ["company", "company", 0.002, () => true],
    ["source", "category", 0.3, (pair: number) => !isMatch(pair)],
  ] as const;
  const rows = Int32Array.from({ length: 2 * pairs }, (_, row) => row);
  const found = findRelatives(
    fields.map(([name, kind, , agree]) => ({
      name,
      kind,
      columns: [name],
      levels: ["different", "same"],
      ids: rows,
      compare: (left: number) => levelsOf(agree)(left >> 1),
      frequency: undefined,
    })),
    {
      prior: 1e-5,
      fields: fields.map(([, , same]) => ({
        m: Float64Array.of(0.1, 0.9),
        u: Float64Array.of(1 - same, same),
      })),
    },
    {
      size: pairs,
      left: rows.filter((row) => row % 2 === 0),
      right: rows.filter((row) => row % 2 === 1),
      weight: new Float64Array(pairs).fill(30),
    },
    seededRandom(1),
  );
  expect(found?.relatives?.odds).toBeCloseTo(4, 0);
  expect(found?.fields[0]?.m[1]).toBeGreaterThan(0.9);
});
