import { expect, it } from "vitest";
import { missing } from "../comparators/comparator.ts";
import { normalForm } from "../text/normal-form.ts";
import { codeColumn } from "./coded-column.ts";
import { numbersField } from "./numbers-field.ts";

const title = ["acme pump kx-200", "pump by acme", "acme pump KX200", "pump 230 v", "acme valve"];
const model = ["", "KX200", "", "PP31", ""];
const column = (name: string, cells: readonly string[]) => codeColumn(name, cells, normalForm);
const text = { column: column("title", title), kind: "text" } as const;
const code = { column: column("model", model), kind: "code" } as const;

it("numbersField reads the model number of one row in its column and of the other in the text", () => {
  const alone = numbersField(text, [text]);
  expect(alone?.compare(0, 1)).toBe(missing);
  const field = numbersField(text, [text, code]);
  const named = (left: number, right: number) => field?.levels[field.compare(left, right)];
  expect(field?.columns).toEqual(["title", "model"]);
  expect(named(0, 1)).toBe("same");
  expect(named(0, 2)).toBe("same");
  expect(named(0, 3)).toBe("conflict");
  expect(field?.compare(0, 4)).toBe(missing);
});

it("numbersField leaves texts alone that have hardly any number", () => {
  const words = { column: column("title", title.slice(1, 2)), kind: "text" } as const;
  expect(numbersField(words, [words])).toBeUndefined();
});
