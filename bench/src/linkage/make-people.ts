import { seededRandom } from "@causeway/kernel";

const columns = [
  "rec_id",
  "given_name",
  "surname",
  "street_number",
  "address_1",
  "suburb",
  "postcode",
  "state",
  "date_of_birth",
  "soc_sec_id",
] as const;

type Row = string[];
const letters = "abcdefghijklmnopqrstuvwxyz";

/**
 * People as Febrl's generator makes them (Christen 2005): each once as it should be and, for two in five, once to three
 * times more with one to four errors: typing, a missing value, names or day and month crossed. `rec_id` says who is who.
 * The text of a CSV file, shuffled; the same seed gives the same file.
 */
export function makePeople(rows: number, seed: number): string {
  const random = seededRandom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const lists = {
    given: words(2500, 2, random),
    surname: words(9000, 3, random),
    street: words(6000, 3, random),
    suburb: words(3000, 3, random),
  };
  // Names are as unequal as in life: the n-th is chosen 1/n as often as the first, nearly.
  const often = (list: readonly string[]) => list[Math.floor(list.length ** random()) - 1] ?? "";
  const pick = (list: readonly string[]) => list[whole(list.length)] ?? "";
  const two = (value: number) => String(value).padStart(2, "0");
  const person = (): Row => {
    const place = whole(lists.suburb.length);
    return [
      often(lists.given),
      often(lists.surname),
      String(1 + whole(200)),
      `${pick(lists.street)} ${pick(["street", "place", "crescent", "court", "road"])}`,
      lists.suburb[place] ?? "",
      String(2000 + (place % 2800)),
      pick(["nsw", "vic", "qld", "wa", "sa"]),
      `${1920 + whole(85)}${two(1 + whole(12))}${two(1 + whole(28))}`,
      String(1e6 + whole(9e6)),
    ];
  };
  const lines: string[] = [];
  for (let id = 0; lines.length < rows; id++) {
    const own = person();
    lines.push([`rec-${id}-org`, ...own].join(","));
    const copies = random() < 0.4 ? 1 + whole(3) : 0;
    for (let copy = 0; copy < copies && lines.length < rows; copy++) {
      lines.push([`rec-${id}-dup-${copy}`, ...spoiled(own, random)].join(","));
    }
  }
  shuffle(lines, random);
  return `${columns.join(",")}\n${lines.join("\n")}\n`;
}

function words(size: number, syllables: number, random: () => number): readonly string[] {
  const pick = (text: string) => text[Math.floor(random() * text.length)] ?? "";
  const made = new Set<string>();
  while (made.size < size) {
    let word = "";
    const count = syllables - Number(random() < 0.4);
    for (let at = 0; at < count; at++) word += pick("bcdfghjklmnprstvwz") + pick("aeiou");
    made.add(random() < 0.5 ? word + pick("lnrst") : word);
  }
  return [...made];
}

function spoiled(own: Row, random: () => number): Row {
  const row = [...own];
  const errors = 1 + Math.floor(random() * 4);
  for (let error = 0; error < errors; error++) spoil(row, random);
  return row;
}

function spoil(row: Row, random: () => number): void {
  const kind = random();
  const place = Math.floor(random() * row.length);
  if (kind < 0.08) {
    [row[0], row[1]] = [row[1] ?? "", row[0] ?? ""];
    return;
  }
  if (kind < 0.25) {
    row[place] = "";
    return;
  }
  row[place] = mistyped(row[place] ?? "", random);
}

function mistyped(text: string, random: () => number): string {
  if (text.length < 2) return text;
  const at = Math.floor(random() * (text.length - 1));
  const isNumber = /^\d+$/.test(text);
  const other = isNumber
    ? String(Math.floor(random() * 10))
    : (letters[Math.floor(random() * 26)] ?? "");
  const kind = random();
  if (kind < 0.35) return text.slice(0, at) + other + text.slice(at + 1);
  if (kind < 0.6)
    return text.slice(0, at) + (text[at + 1] ?? "") + (text[at] ?? "") + text.slice(at + 2);
  if (isNumber) return text.slice(0, at) + other + text.slice(at + 1);
  return kind < 0.8
    ? text.slice(0, at) + text.slice(at + 1)
    : text.slice(0, at) + other + text.slice(at);
}

function shuffle(lines: string[], random: () => number): void {
  for (let last = lines.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [lines[last], lines[other]] = [lines[other] ?? "", lines[last] ?? ""];
  }
}
