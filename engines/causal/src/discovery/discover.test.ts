import { type Random, seededRandom } from "@causeway/kernel";
import fastCheck from "fast-check";
import { describe, expect, it } from "vitest";
import { type Column, createTable, type DataTable } from "../data/table.ts";
import { discover } from "./discover.ts";
import { Cancelled } from "./skeleton.ts";

const rows = 2000;

const normal = (random: Random) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const numbers = (name: string, values: (row: number) => number): Column => ({
  kind: "continuous",
  name,
  values: Float64Array.from({ length: rows }, (_, row) => values(row)),
});

const categories = (name: string, codes: (row: number) => number): Column => {
  const drawn = Int32Array.from({ length: rows }, (_, row) => codes(row));
  const size = Math.max(...drawn) + 1;
  return {
    kind: "categorical",
    name,
    codes: drawn,
    levels: Array.from({ length: size }, (_, level) => `level ${level}`),
  };
};

/** The collider a → c ← b, and c → d. */
function collider(seed: number): readonly [Column, Column, Column, Column] {
  const random = seededRandom(seed);
  const noise = () => Float64Array.from({ length: rows }, () => normal(random));
  const [a, b, cNoise, dNoise] = [noise(), noise(), noise(), noise()];
  const c = cNoise.map((value, row) => value + (a[row] ?? 0) + (b[row] ?? 0));
  const d = dNoise.map((value, row) => value + (c[row] ?? 0));
  const column = (name: string, values: Float64Array): Column => ({
    kind: "continuous",
    name,
    values,
  });
  return [column("a", a), column("b", b), column("c", c), column("d", d)];
}

const drawn = (table: DataTable, alpha = 0.01) =>
  discover(table, { alpha }).edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`);

describe("discover()", () => {
  it("finds a collider and what follows from it, and says which test it chose", () => {
    const found = discover(createTable(collider(1)), { alpha: 0.01 });
    expect(found.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual([
      "a directed c",
      "b directed c",
      "c directed d",
    ]);
    expect(found.test.kind).toBe("fisher-z");
    expect(found.test.why.zh).toContain("数值");
  });

  it("chooses the test by the columns that vary, whatever a constant one holds", () => {
    const whole = collider(1);
    const alone = discover(createTable(whole));
    for (const test of ["auto", "fisher-z"] as const) {
      const found = discover(createTable([...whole, categories("same", () => 0)]), { test });
      expect(found.test.kind).toBe("fisher-z");
      expect(found.edges).toEqual(alone.edges);
      expect(found.notes).toMatchObject([{ code: "constant", columns: ["same"] }]);
    }
  });

  it("returns the same graph for every order of the columns", () => {
    const columns = [...collider(2), categories("e", (row) => row % 3)];
    const expected = drawn(createTable(columns));
    fastCheck.assert(
      fastCheck.property(
        fastCheck.shuffledSubarray(columns, { minLength: columns.length }),
        (shuffled) => {
          expect(drawn(createTable(shuffled))).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("notes constants, duplicates, collinear columns, identifiers and gaps, and goes on", () => {
    const [a, b, c, d] = collider(3);
    const numberAt = (column: Column, row: number) =>
      column.kind === "continuous" ? (column.values[row] ?? 0) : 0;
    const gaps = numbers("d", (row) => (row % 10 === 0 ? Number.NaN : numberAt(d, row)));
    const columns = [
      a,
      b,
      c,
      gaps,
      numbers("constant", () => 7),
      numbers("copy of a", (row) => numberAt(a, row)),
      categories("ticket", (row) => row),
    ];
    const found = discover(createTable(columns), { alpha: 0.01 });
    expect(found.nodes).toEqual(columns.map(({ name }) => name));
    expect(found.notes.map(({ code, columns: [first] }) => `${code} ${first}`)).toEqual([
      "constant constant",
      "missing d",
      "identifier ticket",
      "duplicate copy of a",
    ]);
    expect(found.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(["a c", "b c", "c d"]);
  });

  it("leaves out a column that is the sum of others and names them", () => {
    const [a, b, c, d] = collider(4);
    const sum = numbers("sum", (row) =>
      [a, b].reduce(
        (total, column) => total + (column.kind === "continuous" ? (column.values[row] ?? 0) : 0),
        0,
      ),
    );
    const found = discover(createTable([sum, a, b, c, d]), { alpha: 0.01 });
    expect(found.notes).toMatchObject([{ code: "collinear", columns: ["sum", "a", "b"] }]);
    expect(found.edges).toHaveLength(3);
    const scaled = numbers("scaled", (row) =>
      a.kind === "continuous" ? 3 * (a.values[row] ?? 0) + 1 : 0,
    );
    const same = discover(createTable([scaled, a, b, c, d]), { alpha: 0.01 });
    expect(same.notes).toMatchObject([{ code: "duplicate", columns: ["scaled", "a"] }]);
  });

  it("calls an arrow sure only where nearly all bootstrap runs find it", () => {
    const random = seededRandom(5);
    const found = discover(createTable(collider(5)), {
      alpha: 0.01,
      bootstrap: { runs: 40, random },
    });
    expect(found.edges.map(({ sure }) => sure)).toEqual([true, true, true]);
    expect(found.samples).toHaveLength(40);
    const pair = discover(createTable(collider(5).slice(2)), {
      bootstrap: { runs: 40, random: seededRandom(5) },
    });
    expect(pair.edges).toMatchObject([{ kind: "undirected", stability: 1, sure: false }]);
  });

  it("reports progress and stops where it is asked to", () => {
    const steps: number[] = [];
    discover(createTable(collider(6)), {
      onProgress: ({ share }) => {
        steps.push(share);
        return false;
      },
    });
    expect(steps.length).toBeGreaterThan(3);
    expect(() => discover(createTable(collider(6)), { onProgress: () => true })).toThrow(Cancelled);
  });

  it("names the column that the asked test cannot take", () => {
    const table = createTable([...collider(7), categories("kind", (row) => row % 2)]);
    expect(() => discover(table, { test: "fisher-z" })).toThrow(/Column kind holds text/);
    expect(() => discover(table, { test: "chi-square" })).toThrow(/Column a holds 2000 different/);
  });
});
