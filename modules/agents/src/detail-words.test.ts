import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keptWords } from "@causeway/kernel";
import { expect, it } from "vitest";
import { detailWords } from "./detail-words.ts";

/** Where sentences are kept with messages. */
const places = "{platform/jobs,modules/channels,modules/agents}/src/**/*.ts";

it("detailWords() knows every sentence that the product keeps with a message", () => {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  const sentences = globSync(places, { cwd: root })
    .filter((path) => !path.endsWith(".test.ts"))
    .flatMap((path) => [
      ...readFileSync(`${root}/${path}`, "utf8").matchAll(/detail: (?:"([^"]+)"|`([^`]+)`)/g),
    ])
    .map(([, plain, filled]) => plain ?? filled?.replaceAll(/\$\{[^}]+\}/g, "x") ?? "");
  expect(sentences.length).toBeGreaterThan(4);
  for (const sentence of sentences) {
    expect(detailWords(sentence).zh, sentence).toMatch(/\p{Script=Han}/u);
  }
  expect(detailWords('There is no channel "fax"')).toEqual({
    zh: "没有渠道“fax”",
    en: 'There is no channel "fax"',
  });
  const both = { zh: "内网地址", en: "An address of the own network" };
  expect(detailWords(keptWords(both))).toEqual(both);
  expect(detailWords("550 no such user").zh).toBe("550 no such user");
});
