import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest, similarity } from "./similarity.ts";

describe("similarity()", () => {
  it.each([
    ["technolgy", "technology", 0.9],
    ["recieve", "receive", 6 / 7],
    ["abc", "abc", 1],
    ["", "", 1],
    ["abc", "", 0],
    ["启衡智能", "启衡智造", 0.75],
  ])("of %j and %j is %d", (left, right, value) => {
    expect(similarity(left, right)).toBeCloseTo(value, 10);
  });

  it("is symmetric and lies between 0 and 1", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (left, right) => {
        const value = similarity(left, right);
        return value === similarity(right, left) && value >= 0 && value <= 1;
      }),
    );
  });
});

describe("nearest()", () => {
  it("makes no difference of spaces and case", () => {
    const candidates = ["GTX Basic", "GTX Pro", "GTX Plus Pro"];
    expect(nearest("GTXPro", candidates, 0.7)).toEqual({ text: "GTX Pro", similarity: 1 });
  });

  it("takes no name with another number for a misspelling", () => {
    const candidates = ["宁波 104 厂精密机械有限公司", "宁波 14 厂精密机诫有限公司"];
    expect(nearest("宁波 10 厂精密机械有限公司", candidates, 0.7)).toBeUndefined();
    expect(nearest("宁波14厂精密机械有限公司", candidates, 0.7)?.text).toBe(candidates[1]);
  });

  it("takes no other company of the same place and trade for a misspelling", () => {
    const candidates = ["温州博工数控机床有限公司", "合肥立维机电股份有限公司"];
    expect(nearest("温州兴源数控机床有限公司", candidates, 0.7)).toBeUndefined();
    expect(nearest("合肥立微机电有限公司", candidates, 0.7)?.text).toBe(candidates[1]);
  });

  it("finds nothing where nothing is alike enough", () => {
    expect(nearest("Engaging", ["Discovery", "Won", "Lost"], 0.7)).toBeUndefined();
    expect(nearest("x", [], 0)).toBeUndefined();
  });

  it("finds what trying every candidate finds", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 8 }), (text, candidates) => {
        const best = Math.max(0, ...candidates.map((candidate) => similarity(text, candidate)));
        const found = nearest(text, candidates, 0.5);
        return best >= 0.5 ? found?.similarity === best : found === undefined;
      }),
    );
  });
});
