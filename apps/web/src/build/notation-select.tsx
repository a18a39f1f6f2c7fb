import type { ColumnMap } from "@causeway/platform-contract";
import { type TextKey, useTexts } from "../texts/text.ts";
import type { ColumnRowProps } from "./import-column.tsx";

type Notation = Pick<ColumnMap, "dateOrder" | "decimalComma">;

interface Choice {
  readonly title: TextKey;
  /** Texts that can be read in more than one way. */
  readonly open: RegExp;
  readonly ways: readonly { readonly text: TextKey; readonly notation: Notation }[];
}

const dates: Choice = {
  title: "build.dateOrder",
  open: /^\d{1,2}[/-]\d{1,2}[/-]\d{4}/,
  ways: [
    { text: "build.dateOrder", notation: {} },
    { text: "build.dayFirst", notation: { dateOrder: "day-first" } },
    { text: "build.monthFirst", notation: { dateOrder: "month-first" } },
  ],
};
const numbers: Choice = {
  title: "build.numberNotation",
  open: /\d[.,]\d/,
  ways: [
    { text: "build.decimalPoint", notation: {} },
    { text: "build.decimalComma", notation: { decimalComma: true } },
  ],
};

/** How the column writes its dates (`1/2/2025`) or numbers (`1.234`), where that is open. */
export function NotationSelect({ draft, place, map, targets, onChange }: ColumnRowProps) {
  const { t } = useTexts();
  const column = draft.columns[place];
  const held = map.columns.find((each) => each.column === column?.name);
  const target = targets.find(({ name }) => name === held?.field);
  const choice = target?.isDate ? dates : target?.isNumber ? numbers : undefined;
  if (!held || !choice || !column?.samples.some((sample) => choice.open.test(sample))) return null;
  const { dateOrder, decimalComma, ...rest } = held;
  const at = choice.ways.findIndex(
    ({ notation }) => notation.dateOrder === dateOrder && notation.decimalComma === decimalComma,
  );
  const choose = (way: number) => {
    const next = { ...rest, ...choice.ways[way]?.notation };
    onChange({ ...map, columns: map.columns.map((each) => (each === held ? next : each)) });
  };
  return (
    <select
      className="input"
      aria-label={`${t(choice.title)}: ${held.column}`}
      value={Math.max(0, at)}
      onChange={(event) => choose(Number(event.target.value))}
    >
      {choice.ways.map(({ text }, way) => (
        <option key={text} value={way}>
          {t(text)}
        </option>
      ))}
    </select>
  );
}
