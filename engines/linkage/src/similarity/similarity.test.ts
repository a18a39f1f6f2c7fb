import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "./edit-distance.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { nameLikeness } from "./name-likeness.ts";
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

describe("nameLikeness", () => {
  it("does not mind the order, knows initials and forgives a left-out name", () => {
    expect(nameLikeness(["ada", "lovelace"], ["lovelace", "ada"])).toBe(1);
    expect(nameLikeness(["a", "lovelace"], ["ada", "lovelace"])).toBeCloseTo(0.95, 12);
    expect(nameLikeness(["ada", "king", "lovelace"], ["ada", "lovelace"])).toBeCloseTo(6 / 7, 12);
    expect(nameLikeness(["grace", "hopper"], ["ada", "lovelace"])).toBe(0);
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
