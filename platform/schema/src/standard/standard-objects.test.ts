import { objectSchema } from "@causeway/platform-contract";
import { expect, it } from "vitest";
import { toFieldCatalog } from "../field-catalog.ts";
import { objectNamed, titleFieldOf } from "../model.ts";
import { reservedNames } from "../system-fields.ts";
import { standardObjects } from "./standard-objects.ts";

const schema = { version: 1, objects: standardObjects };

it("standardObjects keep the rules that hold for everybody's objects", () => {
  for (const object of standardObjects) {
    expect(objectSchema.parse(object)).toEqual(object);
    expect(titleFieldOf(object).required).toBe(true);
    const names = object.fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => reservedNames.has(name))).toEqual([]);
    for (const { target } of object.fields) {
      if (target !== null) expect(objectNamed(schema, target).name).toBe(target);
    }
  }
});

it("toFieldCatalog() knows a field, what every record has, and fields through one reference", () => {
  const catalog = toFieldCatalog(schema, objectNamed(schema, "deal"));
  expect(catalog.get("amount")).toMatchObject({ type: "number", sqlType: "numeric" });
  expect(catalog.get("created_at")?.type).toBe("dateTime");
  expect(catalog.get("account.industry")).toMatchObject({ type: "text", nullable: true });
  expect(catalog.get("account.parent.name")).toBeUndefined();
  expect(catalog.get("stage")?.options).toHaveLength(7);
});
