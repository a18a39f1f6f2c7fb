import { expect, it } from "vitest";
import { type Migration, pendingMigrations } from "./migration.ts";

const steps = (...names: readonly string[]): readonly Migration[] =>
  names.map((name) => ({ name, up: async () => undefined }));
const pending = (names: readonly string[], applied: readonly string[]) =>
  pendingMigrations("m", steps(...names), new Set(applied)).map(({ name }) => name);

it("pendingMigrations() orders by name and leaves out what has run", () => {
  expect(pending(["0002-b", "0003-c", "0001-a"], ["0001-a"])).toEqual(["0002-b", "0003-c"]);
});

it("pendingMigrations() refuses a step that was slipped in before one that has run", () => {
  expect(() => pending(["0001-a", "0002-b"], ["0002-b"])).toThrow('"m/0001-a" comes before');
});

it("pendingMigrations() refuses data that know more than the program", () => {
  expect(() => pending(["0001-a"], ["0001-a", "0002-b"])).toThrow("newer version");
});

it("pendingMigrations() refuses a name that is not numbered, or is there twice", () => {
  expect(() => pending(["first"], [])).toThrow("unique name");
  expect(() => pending(["0001-a", "0001-a"], [])).toThrow("unique name");
});
