import type { Masks } from "@causeway/platform-contract";
import { describe, expect, it } from "vitest";
import { maskedEmail, maskedName, maskedPhone, seenTitle, seenValues, sightOf } from "./sight.ts";
import { contact } from "./standard/contact.ts";

const keeping = (kept: Readonly<Record<string, Masks>>) => ({
  ...contact,
  fields: contact.fields.map((field) => {
    const masks = kept[field.name];
    return masks === undefined ? field : { ...field, masks };
  }),
});

describe("masked values", () => {
  it("show the ends of a number, the first letter and the domain of an address, the surname", () => {
    expect(["+8613812345678", "13812345678", "+14155552671", "110"].map(maskedPhone)).toEqual([
      ...["138****5678", "138****5678", "+14****2671", "11****"],
    ]);
    expect(["lei@example.com", "王芳@例子.中国", "x"].map(maskedEmail)).toEqual([
      ...["l***@example.com", "王***@例子.中国", "***"],
    ]);
    expect(["王小明", "Wang Fang", "𠮷野"].map(maskedName)).toEqual(["王**", "W***", "𠮷**"]);
  });
});

describe("seenValues()", () => {
  const object = keeping({
    phone: { member: "masked", admin: "hidden" },
    name: { member: "hidden" },
    account: { member: "masked" },
  });
  const values = { name: "王芳", phone: "+8613812345678", account: "an id", title: "主任" };

  it("gives each role what it may see, and an owner and the server everything", () => {
    expect(seenValues(object, values, "member")).toEqual({
      ...{ name: null, phone: "138****5678", account: null, title: "主任" },
    });
    expect(seenValues(object, values, "admin")).toEqual({ ...values, phone: null });
    for (const viewer of ["owner", undefined] as const) {
      expect(seenValues(object, values, viewer)).toEqual(values);
    }
  });

  it("leaves a record a title to be pointed at by", () => {
    expect(seenTitle(object, "王芳", "member")).toBe("***");
    expect(seenTitle(keeping({ name: { member: "masked" } }), "王芳", "member")).toBe("王**");
    expect(object.fields.map((field) => sightOf(field, "owner"))).not.toContain("hidden");
  });
});
