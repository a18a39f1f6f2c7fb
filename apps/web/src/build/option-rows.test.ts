import { expect, test } from "vitest";
import { moveRow, optionRows, optionsOf } from "./option-rows.ts";

const rows = optionRows([
  { value: "won", label: { zh: "赢单", en: "Won" }, color: "green" },
  { value: "lost", label: { zh: "输单", en: "Lost" } },
]);
const added = { key: "new", value: null, color: undefined };

test("optionsOf keeps values and colours, names new options after their labels, and passes over empty rows", () => {
  expect(
    optionsOf([
      ...rows,
      { ...added, zh: "初步接洽", en: "" },
      { ...added, zh: "再谈", en: "Lost" },
      { ...added, zh: " ", en: "" },
    ]),
  ).toEqual([
    { value: "won", label: { zh: "赢单", en: "Won" }, color: "green" },
    { value: "lost", label: { zh: "输单", en: "Lost" } },
    {
      value: expect.stringMatching(/^[a-z][a-z0-9_]*$/),
      label: { zh: "初步接洽", en: "初步接洽" },
    },
    { value: "lost_2", label: { zh: "再谈", en: "Lost" } },
  ]);
});

test("moveRow moves by a place and stays at the ends", () => {
  expect(moveRow(rows, 1, -1).map(({ value }) => value)).toEqual(["lost", "won"]);
  expect(moveRow(rows, 0, -1)).toBe(rows);
  expect(moveRow(rows, 1, 1)).toBe(rows);
});
