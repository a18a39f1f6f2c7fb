import { describe, expect, test } from "vitest";
import { areas } from "./areas.ts";
import { type Pairs, resources } from "./pairs.ts";

const sources = import.meta.glob<string>("../**/*.tsx", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Names and paths that are the same in every language. */
const names = new Set(["Causeway", "Esc", "Ctrl K", "/pricing"]);

/** Texts for people that stand in the markup and not in `texts/`. */
function literalsIn(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const texts = [...code.matchAll(/>([^<>{}()=;]*[A-Za-z]{2,}[^<>{}()=;]*)<\//g)];
  const attributes = [...code.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]+)"/g)];
  const han = [...code.matchAll(/\p{Script=Han}+/gu)].map(([text]) => text);
  return [...[...texts, ...attributes].map(([, text = ""]) => text.trim()), ...han].filter(
    (text) => !names.has(text),
  );
}

describe("texts", () => {
  test("no page carries a text of its own", () => {
    const found = Object.entries(sources).flatMap(([path, source]) =>
      literalsIn(source).map((text) => `${path}: ${text}`),
    );
    expect(Object.keys(sources).length).toBeGreaterThan(40);
    expect(found).toEqual([]);
  });

  test("literalsIn finds a text in markup, in an attribute, and in Chinese", () => {
    expect(literalsIn("<b>Hello there</b>")).toEqual(["Hello there"]);
    expect(literalsIn('<input placeholder="Your name" />')).toEqual(["Your name"]);
    expect(literalsIn('const a = "工作台"; // 注释')).toEqual(["工作台", "注释"]);
    expect(literalsIn('<b>{t("a.b")}</b> {/* said */}')).toEqual([]);
  });

  test("every text has both languages, with the same places", () => {
    const places = (text: string) =>
      [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const pairs of Object.values<Pairs>(areas)) {
      for (const [key, [zh, en, enOne]] of Object.entries(pairs)) {
        expect(zh.trim(), key).not.toBe("");
        expect(places(en), key).toEqual(places(zh));
        // A place in single braces is shown as it stands.
        for (const text of [zh, en, enOne ?? ""]) expect(text).not.toMatch(/(?<!\{)\{\w+\}/);
        if (enOne !== undefined) expect(places(enOne), key).toEqual(places(zh));
      }
    }
  });

  test("resources gives both languages the same keys, and English its singular", () => {
    const one = {
      area: { events: ["{{count}} 个", "{{count}} events", "{{count}} event"] },
    } as const;
    expect(resources(one, "en")).toEqual({
      area: { events: "{{count}} events", events_one: "{{count}} event" },
    });
    expect(resources(one, "zh")).toEqual({ area: { events: "{{count}} 个" } });
  });
});
