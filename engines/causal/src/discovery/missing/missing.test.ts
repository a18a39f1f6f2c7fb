import { type Random, seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { type Column, createTable } from "../../data/table.ts";
import { type DiscoveryOptions, discover } from "../discover.ts";

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Two causes of w that have nothing to do with each other; of one the value is mostly missing where w is high. */
function gappyTable(seed: number, kind: "numbers" | "categories") {
  const random = seededRandom(seed);
  const draw = () =>
    kind === "numbers" ? normal(random) : Number(random() < 0.5) + Number(random() < 0.5);
  const rows = Array.from({ length: 4000 }, () => {
    const [x, y] = [draw(), draw()];
    const w =
      kind === "numbers"
        ? x + y + 0.7 * normal(random)
        : Number(random() < (1 + x + y) / 6) + Number(random() < (x + y) / 4);
    const isHigh = kind === "numbers" ? w > 0 : w > 1;
    const isGap = random() < (isHigh ? 0.9 : 0.1);
    return { x, y: isGap ? Number.NaN : y, w };
  });
  const column = (name: "x" | "y" | "w"): Column =>
    kind === "numbers"
      ? { kind: "continuous", name, values: Float64Array.from(rows, (row) => row[name]) }
      : {
          kind: "categorical",
          name,
          levels: ["0", "1", "2"],
          codes: Int32Array.from(rows, (row) => (Number.isNaN(row[name]) ? -1 : row[name])),
        };
  return createTable([column("x"), column("y"), column("w")]);
}

const pairs = (table: ReturnType<typeof gappyTable>, options: DiscoveryOptions) =>
  discover(table, options).edges.map(({ from, to }) => [from, to].sort().join(" "));

it.each(["numbers", "categories"] as const)(
  "discover() joins by deletion what gaps join, and not where they are weighed (%s)",
  (kind) => {
    let [wrong, right, whole] = [0, 0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const table = gappyTable(seed, kind);
      const plain = pairs(table, { missing: "deletion", alpha: 0.01 });
      const corrected = pairs(table, { alpha: 0.01 });
      wrong += Number(plain.includes("x y"));
      right += Number(!corrected.includes("x y"));
      whole += Number(corrected.includes("w x") && corrected.includes("w y"));
    }
    expect(wrong).toBeGreaterThanOrEqual(9);
    expect(right).toBeGreaterThanOrEqual(9);
    expect(whole).toBe(10);
  },
);

it("discover() says on what being missing hangs, and finds the collider behind it", () => {
  const { edges, notes } = discover(gappyTable(3, "numbers"));
  const note = notes.find(({ code }) => code === "missing-cause");
  expect(note?.columns).toEqual(["y", "w"]);
  expect(note?.en).toContain("whether y is missing hangs on w");
  const arrows = edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`).sort();
  expect(arrows).toEqual(["x directed w", "y directed w"]);
});

it("discover() learns lines from the rows that are known where others never are", () => {
  const random = seededRandom(9);
  const rows = Array.from({ length: 3000 }, () => {
    const [x, y] = [normal(random), normal(random)];
    const w = x + y + 0.7 * normal(random);
    return { x, y: w > 0.5 ? Number.NaN : y, w };
  });
  const table = createTable(
    (["x", "y", "w"] as const).map((name) => ({
      kind: "continuous",
      name,
      values: Float64Array.from(rows, (row) => row[name]),
    })),
  );
  expect(pairs(table, { missing: "deletion" })).toContain("x y");
  expect(pairs(table, {})).toEqual(["w x", "w y"]);
});

it("discover() leaves values that are missing at random as they are", () => {
  const random = seededRandom(5);
  const values = Array.from({ length: 2000 }, () => normal(random));
  const holes = values.map((value) => (random() < 0.2 ? Number.NaN : value + normal(random)));
  const { notes } = discover(
    createTable([
      { kind: "continuous", name: "a", values: Float64Array.from(values) },
      { kind: "continuous", name: "b", values: Float64Array.from(holes) },
    ]),
  );
  expect(notes.map(({ code }) => code)).toEqual(["missing"]);
});
