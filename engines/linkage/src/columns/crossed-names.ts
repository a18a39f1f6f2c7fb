import { missing } from "../comparators/comparator.ts";
import { quickLikeness } from "../similarity/quick-likeness.ts";
import type { KindedColumn } from "./build-fields.ts";
import type { CodedColumn } from "./coded-column.ts";
import type { Field } from "./field.ts";

/** Two columns of names that people fill in the wrong order, given name and surname. */
export interface CrossedNames {
  readonly first: string;
  readonly second: string;
  /** Whether each of two rows has in the first column what the other has in the second. */
  readonly areCrossed: (left: number, right: number) => boolean;
}

const given = /given|first|fore|middle|^f_?name|^名/i;
const family = /sur|last|family|^l_?name|^姓/i;

/** Finds given name and surname by the names of the columns; undefined where there are none. */
export function crossedNames(columns: readonly KindedColumn[]): CrossedNames | undefined {
  const names = columns.filter(({ kind }) => kind === "name" || kind === "full-name");
  const first = names.find(({ column }) => given.test(column.name) && !family.test(column.name));
  const second = names.find(({ column }) => family.test(column.name) && !given.test(column.name));
  if (first === undefined || second === undefined) return undefined;
  return crossing(first.column, second.column);
}

const alike = 0.88;

function crossing(first: CodedColumn, second: CodedColumn): CrossedNames {
  const quick = quickLikeness([...first.values, ...second.values]);
  const crosses = (left: number, right: number): boolean => {
    const [a, b] = [first.ids[left] ?? -1, second.ids[right] ?? -1];
    return a >= 0 && b >= 0 && quick(a, first.values.length + b, alike) >= alike;
  };
  const areCrossed = (left: number, right: number): boolean =>
    crosses(left, right) && crosses(right, left);
  return { first: first.name, second: second.name, areCrossed };
}

/** The fields with a level “crossed” below equality in the first name; the second then says nothing more. */
export function addCrossing(
  fields: readonly Field[],
  { first, second, areCrossed }: CrossedNames,
): readonly Field[] {
  return fields.map((field) => {
    if (field.name === first) return withLevel(field, areCrossed);
    if (field.name !== second) return field;
    const top = field.levels.length - 1;
    const compare = (left: number, right: number): number => {
      const level = field.compare(left, right);
      return level < top - 1 && areCrossed(left, right) ? missing : level;
    };
    return { ...field, compare };
  });
}

function withLevel(field: Field, areCrossed: CrossedNames["areCrossed"]): Field {
  const top = field.levels.length - 1;
  return {
    ...field,
    levels: [...field.levels.slice(0, top), "crossed", "same"],
    compare: (left, right) => {
      const level = field.compare(left, right);
      if (level === top) return top + 1;
      return level < top - 1 && areCrossed(left, right) ? top : level;
    },
  };
}
