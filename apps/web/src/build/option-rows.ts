import type { Option } from "@causeway/platform-contract";
import { apiNameOf } from "./import-map.ts";

/** An option as a form holds it: a new one has no value yet. */
export interface OptionRow {
  readonly key: string;
  readonly value: string | null;
  readonly zh: string;
  readonly en: string;
  readonly color: string | undefined;
}

export function optionRows(options: readonly Option[]): readonly OptionRow[] {
  return options.map(({ value, label, color }) => ({ key: value, value, ...label, color }));
}

/** The rows with one moved by so many places; at the ends it stays. */
export function moveRow(rows: readonly OptionRow[], at: number, by: number): readonly OptionRow[] {
  const to = at + by;
  const row = rows[at];
  if (row === undefined || to < 0 || to >= rows.length) return rows;
  return rows.filter((_, place) => place !== at).toSpliced(to, 0, row);
}

/** The options that the rows describe: known values stay, new ones are named after their labels, each once. */
export function optionsOf(rows: readonly OptionRow[]): Option[] {
  const taken = new Set(rows.flatMap(({ value }) => (value === null ? [] : [value])));
  return rows
    .filter(({ zh, en }) => zh.trim() !== "" || en.trim() !== "")
    .map(({ value, color, ...names }, place) => {
      const zh = names.zh.trim() || names.en.trim();
      const en = names.en.trim() || zh;
      return {
        value: value ?? freeValue(apiNameOf(en, place), taken),
        label: { zh, en },
        ...(color === undefined ? {} : { color }),
      };
    });
}

function freeValue(wanted: string, taken: Set<string>): string {
  let value = wanted;
  for (let count = 2; taken.has(value); count++) value = `${wanted}_${count}`;
  taken.add(value);
  return value;
}
