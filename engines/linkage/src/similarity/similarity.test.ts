import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "./edit-distance.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { nameParts } from "./name-likeness.ts";
import { quickDistance, quickLikeness } from "./quick-likeness.ts";
import { cosine, wordVectors } from "./word-vectors.ts";

const words = fc.string({ unit: fc.constantFrom(..."abcde 王伟"), maxLength: 12 });

describe("jaroWinkler", () => {
  // Winkler, W. E. (1990), table 1 (his values are rounded to three digits).
  it.each([
    ["martha", "marhta", 0.961],
    ["dwayne", "duane", 0.84],
    ["dixon", "dicksonx", 0.813],
    ["jones", "johnson", 0.832],
    ["abc", "xyz", 0],
  ])("of %s and %s is %f", (left, right, expected) => {
    expect(jaroWinkler(left, right)).toBeCloseTo(expected, 2);
  });

  it("is symmetric, within 0 and 1, and 1 for equal texts alone", () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const likeness = jaroWinkler(a, b);
        expect(likeness).toBe(jaroWinkler(b, a));
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(likeness === 1).toBe(a === b);
      }),
    );
  });
});

describe("editDistance", () => {
  it.each([
    ["ca", "ac", 1],
    ["kitten", "sitting", 3],
    ["", "abc", 3],
    ["19710624", "19710642", 1],
  ])("from %s to %s is %i", (left, right, expected) => {
    expect(editDistance(left, right, 5)).toBe(expected);
  });

  it("is symmetric and says limit + 1 for all that is farther", () => {
    fc.assert(
      fc.property(words, words, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        const full = editDistance(a, b, 99);
        expect(editDistance(b, a, 99)).toBe(full);
        expect(editDistance(a, b, limit)).toBe(Math.min(full, limit + 1));
      }),
    );
  });
});

describe("quickLikeness", () => {
  it("is Jaro–Winkler wherever that reaches the least value asked for", () => {
    const least = fc.double({ min: 0.5, max: 1, noNaN: true });
    fc.assert(
      fc.property(words, words, least, (a, b, asked) => {
        fc.pre(a !== "" && b !== "");
        const [exact, quick] = [jaroWinkler(a, b), quickLikeness([a, b])(0, 1, asked)];
        if (exact >= asked) expect(quick).toBe(exact);
        else expect(quick).toBeLessThan(asked);
      }),
    );
  });
});

describe("quickDistance", () => {
  it("is the edit distance up to its limit", () => {
    fc.assert(
      fc.property(words, words, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        const quick = quickDistance([a, b])(0, 1, limit);
        expect(quick).toBe(Math.min(editDistance(a, b, limit), limit + 1));
      }),
    );
  });
});

describe("nameParts", () => {
  it("does not mind the order, knows initials and forgives a left-out name", () => {
    const likeness = (left: string, right: string) => {
      const parts = nameParts([left.split(" "), right.split(" ")]);
      return parts.likeness(
        parts.names[0] ?? new Int32Array(0),
        parts.names[1] ?? new Int32Array(0),
      );
    };
    expect(likeness("ada lovelace", "lovelace ada")).toBe(1);
    expect(likeness("a lovelace", "ada lovelace")).toBeCloseTo(0.95, 12);
    expect(likeness("ada king lovelace", "ada lovelace")).toBeCloseTo(6 / 7, 12);
    expect(likeness("grace hopper", "ada lovelace")).toBe(0);
  });
});

describe("cosine", () => {
  it("is 1 for the same words, 0 for none shared, and rare words weigh more", () => {
    const texts = ["red pump", "red valve", "red gasket", "red pump x7", "blue x7"];
    const vectors = wordVectors(texts.map((text) => text.split(" ")));
    expect(cosine(vectors, 0, 0)).toBeCloseTo(1, 6);
    expect(cosine(vectors, 0, 4)).toBe(0);
    expect(cosine(vectors, 3, 4)).toBeGreaterThan(cosine(vectors, 0, 1));
  });
});
