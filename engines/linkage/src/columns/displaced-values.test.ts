import { seededRandom } from "@causeway/kernel";
import { expect, it } from "vitest";
import { planLink } from "../plan-link.ts";

const random = seededRandom(5);
const pick = (text: string): string => text[Math.floor(random() * text.length)] ?? "";
const word = (): string => pick("bdfgklmnprst") + pick("aeiou") + pick("lnrst") + pick("aeiou");
const words = (size: number): readonly string[] => Array.from({ length: size }, word);
const vocabulary = words(400);
const people = words(150);
const some = (of: readonly string[], size: number): string =>
  Array.from({ length: size }, () => of[Math.floor(random() * of.length)]).join(" ");

/** Titles and authors; of every second row the authors are missing, standing behind the title where they slipped. */
function papers(slipped: boolean) {
  const titles: string[] = [];
  const authors: string[] = [];
  for (let row = 0; row < 400; row++) {
    const [title, own] = [some(vocabulary, 7), `${some(people, 2)}, ${some(people, 2)}`];
    const isEmpty = row % 2 === 1;
    titles.push(isEmpty && slipped ? `${title} ${own}` : title);
    authors.push(isEmpty ? "" : own);
  }
  return { names: ["title", "authors"], columns: [titles, authors], rows: 400 };
}

it("planLink takes a text and the columns whose values slipped into it as one text", () => {
  const { columns } = planLink(papers(true));
  expect(columns.map(({ column, kind }) => [column.name, kind])).toEqual([
    ["title + authors", "text"],
  ]);
  const { ids, values } = columns[0]?.column ?? { ids: [], values: [] };
  const [titles, authors] = papers(true).columns;
  expect(ids).toHaveLength(400);
  expect(values[ids[0] ?? -1]?.split(" ").length).toBe(7 + 4);
  expect(titles?.length).toBe(authors?.length);
});

it("planLink leaves columns that are merely empty here and there", () => {
  const { columns } = planLink(papers(false));
  expect(columns.map(({ column, kind }) => [column.name, kind])).toEqual([
    ["title", "text"],
    ["authors", "people"],
  ]);
});
