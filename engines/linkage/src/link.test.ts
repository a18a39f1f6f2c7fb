import { seededRandom } from "@causeway/kernel";
import { describe, expect, it } from "vitest";
import { type LinkResult, link } from "./link.ts";

const random = seededRandom(11);
const below = (limit: number): number => Math.floor(random() * limit);
const pick = <Item extends string>(of: readonly Item[]): string => of[below(of.length)] ?? "";
const word = (size: number): string =>
  Array.from({ length: size }, () => pick([..."bdfgklmnprst"]) + pick([..."aeiou"])).join("");
const given = Array.from({ length: 60 }, () => word(2));
const family = Array.from({ length: 400 }, () => word(3));

/** The text with two neighbouring letters in the wrong order. */
function mistyped(text: string): string {
  const at = 1 + below(text.length - 3);
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
}

interface Row {
  readonly key: number;
  readonly cells: readonly string[];
}

function f1(rows: readonly Row[], { left, right }: ReturnType<typeof link>): number {
  const isOne = (a: number, b: number) => rows[a]?.key === rows[b]?.key;
  const hits = left.filter((row, place) => isOne(row, right[place] ?? -1)).length;
  const truth = rows.length - new Set(rows.map(({ key }) => key)).size;
  return (2 * hits) / (truth + left.length);
}

const table = (names: readonly string[], rows: readonly Row[]) => ({
  names,
  columns: names.map((_, place) => rows.map(({ cells }) => cells[place] ?? "")),
  rows: rows.length,
});

/** Names of 500 persons; every third stands a second time, mistyped or surname first. */
const named = Array.from({ length: 500 }, (_, key): readonly Row[] => {
  const [first, last] = [pick(given), pick(family)];
  const own = { key, cells: [`${first} ${last}`] };
  if (key % 3 > 0) return [own];
  return [
    own,
    { key, cells: [key % 2 === 0 ? mistyped(own.cells[0] ?? "") : `${last}, ${first}`] },
  ];
}).flat();

it("link finds who is the same in a table of names alone", () => {
  expect(f1(named, link(table(["name"], named)))).toBeGreaterThan(0.9);
});

it("link takes those of one name for others where as many share one as their parts would have it", () => {
  const rows = Array.from({ length: 200 }, (_, key) => ({
    key,
    cells: [`${given[below(20)]} ${family[below(25)]}`],
  }));
  expect(link(table(["name"], rows)).left.length).toBeLessThan(4);
});

describe("link of things that resemble each other", () => {
  const random = seededRandom(29);
  const below = (size: number): number => Math.floor(random() * size);
  const syllable = (): string => [..."bdfgklmnprst"][below(12)] + ([..."aeiou"][below(5)] ?? "");
  const vocabulary = Array.from({ length: 150 }, () => syllable() + syllable() + syllable());
  const words = (size: number): string =>
    Array.from({ length: size }, () => vocabulary[below(150)]).join(" ");
  const clock = (seconds: number): string =>
    `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  /** Songs of records, each as two or three of three sources write it; songs of one record share all but title and time. */
  const songs = Array.from({ length: 60 }, (_, record) => {
    const [artist, album, year] = [words(2), words(2), 1960 + below(50)] as const;
    return Array.from({ length: 5 }, (__, number) => {
      const [title, time] = [words(3), 120 + below(240)] as const;
      const forms = [
        ["1", title, artist, album, String(year), clock(time)],
        ["2", `${number + 1}-${title}`, artist, album, `'${String(year).slice(2)}`, String(time)],
        ["3", title, artist, `${album} (${year})`, String(year), `${1000 * time}`],
      ];
      const missing = below(4);
      return forms.flatMap((cells, at) =>
        at === missing ? [] : [{ key: `${record}-${number}`, cells }],
      );
    });
  }).flat(2);
  const names = ["source", "title", "artist", "album", "year", "length"];
  const columnsOf = (of: readonly { readonly cells: readonly string[] }[]) =>
    names.map((_, place) => of.map(({ cells }) => cells[place] ?? ""));
  const agreement = (rows: typeof songs, { left, right }: LinkResult) => {
    const hits = left.filter((row, at) => rows[row]?.key === rows[right[at] ?? 0]?.key).length;
    const counts = new Map<string, number>();
    for (const { key } of rows) counts.set(key, (counts.get(key) ?? 0) + 1);
    const truth = [...counts.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
    return (2 * hits) / (truth + left.length);
  };

  it("does not take the songs of a record for one song", () => {
    const result = link({ names, columns: columnsOf(songs), rows: songs.length });
    expect(result.plan.sources).toBeDefined();
    expect(result.model.relatives).toBeDefined();
    expect(agreement(songs, result)).toBeGreaterThan(0.95);
  });
});

/** A person in seven columns of which most cells are empty; every second stands twice. */
function sparse(count: number): readonly Row[] {
  const empty = (cell: string): string => (random() < 0.45 ? "" : cell);
  return Array.from({ length: count }, (_, key): readonly Row[] => {
    const [first, last, town] = [pick(given), pick(family), pick(given.slice(0, 30))];
    const digits = (size: number) => String(10 ** (size - 1) + below(9 * 10 ** (size - 1)));
    const [phone, born] = [digits(10), `19${digits(2)}-0${1 + below(9)}-1${below(10)}`];
    const mail = `${first}.${last}${below(99)}@mail.com`;
    const row = (): Row => ({
      key,
      cells: [first, last, mail, phone, born, town, `${digits(3)} ${last} street`].map(empty),
    });
    return key % 2 === 0 ? [row(), row()] : [row()];
  }).flat();
}

it("link finds pairs in a table of empty cells, where often one equal value must be enough", () => {
  const rows = sparse(700);
  const columns = ["first_name", "last_name", "email", "phone", "birth_date", "town", "street"];
  expect(f1(rows, link(table(columns, rows)))).toBeGreaterThan(0.79);
});
