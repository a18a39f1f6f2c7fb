import type { ImportMap, ObjectDefinition } from "@causeway/platform-contract";
import { describe, expect, test } from "vitest";
import {
  apiNameOf,
  mapColumn,
  mapToNewField,
  previewedFields,
  targetsOf,
  withRepairs,
} from "./import-map.ts";

const base = { required: false, unique: false, system: true, options: [] };
const deal: ObjectDefinition = {
  name: "deal",
  label: { zh: "商机", en: "Deal" },
  pluralLabel: { zh: "商机", en: "Deals" },
  icon: "box",
  titleField: "name",
  stageField: "stage",
  system: true,
  fields: [
    { ...base, name: "name", label: { zh: "名称", en: "Name" }, type: "text", target: null },
    {
      ...base,
      name: "product",
      label: { zh: "产品", en: "Product" },
      type: "reference",
      target: "product",
    },
  ],
};
const column = (name: string) => ({
  ...{ name, fieldName: name.toLowerCase().replace(" ", "_") },
  ...{ samples: [], distinct: 1, empty: 0 },
});
const empty: ImportMap = { object: "deal", columns: [] };

describe("mapColumn", () => {
  test("finds references by name and gives a field to one column only", () => {
    const product = targetsOf(deal, empty)[1];
    const first = mapColumn(empty, "产品", product ?? null);
    expect(first.columns).toEqual([{ column: "产品", field: "product", match: "name" }]);
    const second = mapColumn(first, "Product 2", product ?? null);
    expect(second.columns.map(({ column: name }) => name)).toEqual(["Product 2"]);
  });

  test("forgets a new field, and a key, that no column leads to any more", () => {
    const made = mapToNewField(
      { ...empty, key: ["sales_agent"] },
      column("Sales Agent"),
      targetsOf(deal, empty),
    );
    expect(made).toMatchObject({ key: ["sales_agent"], newFields: [{ name: "sales_agent" }] });
    expect(mapColumn(made, "Sales Agent", null)).toEqual(empty);
  });
});

test("mapToNewField never takes a name that is taken", () => {
  const made = mapToNewField(empty, column("Name"), targetsOf(deal, empty));
  expect(made.columns).toEqual([{ column: "Name", field: "name_2" }]);
});

test("targetsOf offers what every record carries, and finds records by none of it", () => {
  const names = targetsOf(deal, empty).map(({ name, isKey }) => [name, isKey]);
  expect(names).toEqual([
    ["name", true],
    ["product", true],
    ["owner_id", false],
    ["created_at", false],
    ["id", false],
  ]);
});

test("previewedFields shows choices of a new field by their words", () => {
  const options = [{ value: "zhe_jiang", label: { zh: "浙江", en: "浙江" } }];
  const label = { zh: "省份", en: "省份" };
  const map: ImportMap = {
    object: "deal",
    columns: [{ column: "省份", field: "sheng_fen" }],
    newFields: [{ name: "sheng_fen", label, type: "select", options }],
  };
  const field = previewedFields(undefined, map).find(({ name }) => name === "sheng_fen");
  expect(field?.options).toEqual(options);
});

test("apiNameOf makes a name that the schema accepts", () => {
  expect([apiNameOf("Close Date", 0), apiNameOf("金额", 3), apiNameOf("2nd", 1)]).toEqual([
    "close_date",
    "field_4",
    "field_2",
  ]);
});

test("withRepairs adds only what was confirmed", () => {
  const map: ImportMap = {
    object: "deal",
    columns: [{ column: "产品", field: "product", match: "name" }],
  };
  const repair = { column: "产品", from: "GTXPro", to: "GTX Pro", rows: 1480, similarity: 0.9 };
  expect(withRepairs(map, [repair]).columns[0]?.repairs).toEqual({ GTXPro: "GTX Pro" });
  expect(withRepairs(map, [])).toEqual(map);
});
