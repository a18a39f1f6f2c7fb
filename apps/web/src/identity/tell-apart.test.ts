import { expect, it } from "vitest";
import { tellApart } from "./tell-apart.ts";

const person = (profileId: string, name: string, value: string | null) => ({
  ...{ profileId, name, telling: value === null ? null : { value } },
});

it("tellApart() says of people who are called alike what they were last seen under, and of others their name", () => {
  const browser = "3f2b9a77-0c1d-4e55-9f6a-7d1122334455";
  expect([
    ...tellApart([
      person("1", "王芳", "wang@qiheng.cn"),
      person("2", "王芳", browser),
      person("3", "王芳", null),
      person("4", "李强", "li@qiheng.cn"),
    ]).values(),
  ]).toEqual(["王芳 · wang@qiheng.cn", "王芳 · 3f2b9a77-0c1…7d1122334455", "王芳 · 3", "李强"]);
});
