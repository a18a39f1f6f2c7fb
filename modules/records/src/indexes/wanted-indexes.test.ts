import { allOf, anyOf, type Condition, not, where } from "@causeway/engine-conditions";
import { objectNamed, standardObjects } from "@causeway/platform-schema";
import { expect, it } from "vitest";
import { boardTotals, wantedIndexes } from "./wanted-indexes.ts";

const schema = { version: 1, objects: standardObjects };
const contact = objectNamed(schema, "contact");

const wanted = (filter: Condition | undefined, field = "created_at") =>
  wantedIndexes(schema, contact, { filter, sort: { field, direction: "desc" } }).map(
    ({ object, kind, fields, sortedBy, carried }) =>
      `${object} ${kind} ${fields.join("+")} > ${[sortedBy ?? "", ...carried].join(" ")}`.trim(),
  );

it("wantedIndexes() joins what must equal a value with the order", () => {
  expect(wanted(where("rank", "equals", "executive"))).toEqual([
    "contact ordered rank > created_at",
  ]);
  const both = allOf(where("rank", "equals", "manager"), where("owner_id", "equals", "u1"));
  expect(wanted(both, "title")).toEqual(["contact ordered owner_id+rank > title"]);
});

it("wantedIndexes() asks for an index on a range beside the one on the order", () => {
  expect(wanted(where("title", "startsWith", "销售"), "title")).toEqual([
    "contact ordered  > title",
    "contact ordered title >",
  ]);
  expect(wanted(where("rank", "in", ["executive", "other"]))).toEqual([
    "contact ordered  > created_at rank",
    "contact ordered rank >",
  ]);
  const mine = allOf(where("owner_id", "equals", "u1"), where("updated_at", "inLastDays", 7));
  expect(wanted(mine)).toEqual(["contact ordered owner_id > created_at updated_at"]);
});

it("wantedIndexes() leaves out what every table has, what no index answers, and what may be false", () => {
  expect(wanted(undefined)).toEqual([]);
  expect(wanted(where("created_at", "inLastDays", 7))).toEqual([]);
  expect(wanted(where("title", "contains", "经理"))).toEqual([]);
  const alternatives = anyOf(where("rank", "equals", "other"), where("title", "equals", "经理"));
  expect(wanted(alternatives)).toEqual([]);
  expect(wanted(not(where("rank", "equals", "other")))).toEqual([]);
});

it("wantedIndexes() follows a reference to the table that it leads to", () => {
  expect(wanted(where("account.industry", "equals", "medical"))).toEqual([
    "account ordered industry >",
  ]);
  expect(wanted(where("account.size", "greater", 100))).toEqual([]);
});

it("boardTotals() are counted by stage, with or without a sum, where there are stages", () => {
  const deal = objectNamed(schema, "deal");
  const totals = { object: "deal", kind: "totals", fields: ["stage"], sortedBy: null };
  expect(boardTotals(deal, "amount")).toEqual([{ ...totals, carried: ["amount"] }]);
  expect(boardTotals(deal, undefined)).toEqual([{ ...totals, carried: [] }]);
  expect(boardTotals(contact, "amount")).toEqual([]);
});
