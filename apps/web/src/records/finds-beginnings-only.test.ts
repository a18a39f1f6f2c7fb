import { expect, it } from "vitest";
import { findsBeginningsOnly } from "./finds-beginnings-only.ts";

it("findsBeginningsOnly() tells words too short to be found in the middle", () => {
  for (const query of ["越", " 越 ", "ab", "立越 汽", "7"]) {
    expect(findsBeginningsOnly(query), query).toBe(true);
  }
  for (const query of ["", "立越", "abc", "立越 汽车", "G6Pro"]) {
    expect(findsBeginningsOnly(query), query).toBe(false);
  }
});
