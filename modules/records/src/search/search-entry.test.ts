import { objectNamed, standardObjects } from "@causeway/platform-schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gramsOfQuery } from "./grams.ts";
import { sortKey } from "./pinyin-of.ts";
import { normalizeForSearch, searchEntry } from "./search-entry.ts";

const schema = { version: 1, objects: standardObjects };
const contact = objectNamed(schema, "contact");
const account = objectNamed(schema, "account");

describe("sortKey()", () => {
  const order = (texts: string[], isPerson: boolean) =>
    [...texts].sort((left, right) =>
      sortKey(left, { isPerson }) < sortKey(right, { isPerson }) ? -1 : 1,
    );

  it("orders by pinyin; surnames have their own reading for people only", () => {
    expect(order(["张三", "曾一", "安华", "李雷"], true)).toEqual(["安华", "李雷", "曾一", "张三"]);
    expect(order(["曾都", "陈塘", "安华"], false)).toEqual(["安华", "曾都", "陈塘"]);
  });

  it("makes no difference of case and width, and keeps a shorter sound before a longer one", () => {
    expect(sortKey("ＡＢc", { isPerson: false })).toBe("abc");
    expect(order(["西安人", "西安"], false)).toEqual(["西安", "西安人"]);
  });

  it("never exceeds what an index entry holds", () => {
    expect(sortKey("龘".repeat(500), { isPerson: true }).length).toBeLessThanOrEqual(200);
  });
});

describe("searchEntry()", () => {
  it("holds what records are found by, and no more", () => {
    const { text } = searchEntry(contact, {
      name: "曾小明",
      phone: "+8613812345678",
      title: "采购经理",
      wechat_openid: "o1",
    });
    expect(text.split("\n")).toEqual([
      "曾小明",
      "cengxiaoming",
      "cxm",
      "zengxiaoming",
      "zxm",
      "8613812345678",
    ]);
  });

  it("has every gram of every part of its title, so that no match is missed", () => {
    const title = fc.string({
      unit: fc.constantFrom("启", "衡", "智", "能", "a", "b", "7", " ", "-", "é"),
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(title, fc.nat(11), fc.integer({ min: 2, max: 6 }), (name, start, length) => {
        const part = normalizeForSearch(name).slice(start, start + length);
        const entry = searchEntry(account, { name });
        const hasAll = gramsOfQuery(part).every((gram) => entry.grams.includes(gram));
        // One or two Latin characters are found at the beginning of a word only.
        const isShort = part.split(/[^a-z0-9é]+/).some((run) => run.length > 0 && run.length < 3);
        const isSingle = /(^|[^启衡智能])[启衡智能]($|[^启衡智能])/.test(part);
        return hasAll || isShort || isSingle;
      }),
      { numRuns: 2000 },
    );
  });
});
