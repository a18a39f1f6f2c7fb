import fc from "fast-check";
import { expect, it } from "vitest";
import { controlGroups, type Holding } from "./control-groups.ts";

const holdings = (text: string): readonly Holding[] =>
  text.split(";").map((part) => {
    const [holder = "", company = "", share] = part.trim().split(" ");
    return { holder, company, share: Number(share) };
  });

it("controlGroups() adds up what a holder and its companies hold", () => {
  const found = controlGroups(holdings("a b 60; a c 20; b c 35; c d 51; x c 45; a e 50"));
  expect(found.get("b")).toEqual({ head: "a", through: "a", direct: 60, together: 60 });
  expect(found.get("c")).toEqual({ head: "a", through: "b", direct: 35, together: 55 });
  expect(found.get("d")).toEqual({ head: "a", through: "c", direct: 51, together: 51 });
  // Half is not a majority; a holder that controls nothing heads nothing.
  expect([...found.keys()].sort()).toEqual(["b", "c", "d"]);
});

it("controlGroups() lets nobody control by shares of more than a whole", () => {
  expect(controlGroups(holdings("a z 60; b z 80")).get("z")).toMatchObject({ head: "b" });
  expect(controlGroups(holdings("a z 60; b z 60")).size).toBe(0);
});

it("controlGroups() names one head of a ring", () => {
  const found = controlGroups(holdings("b a 60; a b 60; b c 70"));
  expect([...found].map(([company, { head }]) => [company, head]).sort()).toEqual([
    ["b", "a"],
    ["c", "a"],
  ]);
});

const anyHoldings = fc.uniqueArray(
  fc.record({
    holder: fc.constantFrom(..."abcdefgh"),
    company: fc.constantFrom(..."abcdefgh"),
    share: fc.integer({ min: 0, max: 100 }),
  }),
  { maxLength: 24, selector: ({ holder, company }) => `${holder}${company}` },
);

/** By the definition: sets grow until nothing is added. */
function controlledBy(head: string, all: readonly Holding[]): ReadonlySet<string> {
  const own = new Set([head]);
  const whole = (company: string) =>
    Math.max(
      100,
      all.filter((each) => each.company === company).reduce((sum, { share }) => sum + share, 0),
    );
  for (let grown = true; grown; ) {
    grown = false;
    for (const company of "abcdefgh") {
      const sum = all
        .filter((each) => each.company === company && each.holder !== company)
        .filter(({ holder }) => own.has(holder))
        .reduce((total, { share }) => total + (share / whole(company)) * 100, 0);
      if (sum <= 50 + 1e-9 || own.has(company)) continue;
      own.add(company);
      grown = true;
    }
  }
  own.delete(head);
  return own;
}

it("controlGroups() agrees with the definition, has one head for each, and every way leads to it", () => {
  fc.assert(
    fc.property(anyHoldings, (all) => {
      const found = controlGroups(all);
      const sets = new Map([..."abcdefgh"].map((head) => [head, controlledBy(head, all)]));
      const controlled = new Set([...sets.values()].flatMap((set) => [...set]));
      for (const company of controlled) {
        const control = found.get(company);
        // The head of a ring has no control of its own.
        if (control === undefined) {
          const others = [...sets].filter(([, set]) => set.has(company)).map(([head]) => head);
          expect(others.every((other) => sets.get(company)?.has(other))).toBe(true);
          continue;
        }
        expect(sets.get(control.head)?.has(company)).toBe(true);
        expect(found.has(control.head)).toBe(false);
        let at = company;
        for (let steps = 0; at !== control.head; steps++) {
          expect(steps).toBeLessThan(9);
          at = found.get(at)?.through ?? "";
        }
      }
      expect([...found.keys()].every((company) => controlled.has(company))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
