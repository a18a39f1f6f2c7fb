import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { alignColumns } from "./align-columns.ts";

const random = seededRandom(3);
const pick = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? "";
const given = "ada grace alan john jean edsger donald barbara".split(" ");
const family = "lovelace hopper turing backus sammet dijkstra knuth liskov".split(" ");
const towns = "london york zurich rotterdam stanford boston".split(" ");
const column = (cell: () => string) => Array.from({ length: 60 }, cell);
const digits = () => String(Math.floor(1e9 * (1 + 8 * random())));
const table = (columns: Readonly<Record<string, readonly string[]>>) => ({
  names: Object.keys(columns),
  columns: Object.values(columns),
  rows: 60,
});
const people = () => ({ given: column(() => pick(given)), family: column(() => pick(family)) });

it("alignColumns pairs columns by what their names mean and what they hold", () => {
  const [a, b] = [people(), people()];
  const left = table({
    fname: a.given,
    lname: a.family,
    town: column(() => pick(towns)),
    tel: column(digits),
    note: column(() => "seen at the fair"),
  });
  const right = table({
    surname: b.family,
    "Given Name": b.given,
    phone_number: column(digits),
    city: column(() => pick(towns)),
    rank: column(() => pick(["1", "2", "3"])),
  });
  const { renamed, right: named } = alignColumns(left, right);
  expect(Object.fromEntries(renamed)).toEqual({
    fname: "Given Name",
    lname: "surname",
    town: "city",
    tel: "phone_number",
  });
  expect(named.names).toEqual(["lname", "fname", "tel", "town", "rank"]);
  expect(named.columns).toEqual(right.columns);
});

it("alignColumns leaves columns of one name alone, whatever else there is", () => {
  const left = table({ name: column(() => pick(family)), family: column(() => pick(family)) });
  const right = table({ name: column(() => pick(family)), town: column(() => pick(towns)) });
  expect(alignColumns(left, right)).toEqual({ left, right, renamed: [] });
});

it("alignColumns puts a name together that stands in two columns of one table only", () => {
  const a = people();
  const whole = table({ 姓名: a.given.map((name, row) => `${name} ${a.family[row]}`) });
  const b = people();
  const split = table({ "First Name": b.given, "Last Name": b.family });
  const { right, renamed } = alignColumns(whole, split);
  expect(renamed).toEqual([["姓名", "First Name + Last Name"]]);
  expect(right.names).toEqual(["姓名"]);
  expect(right.columns[0]?.[0]).toBe(`${b.given[0]} ${b.family[0]}`);
});
