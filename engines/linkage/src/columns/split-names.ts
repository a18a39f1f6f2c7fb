import { normalForm } from "../text/normal-form.ts";
import { codeColumn } from "./coded-column.ts";
import { columnKind } from "./column-kind.ts";
import { headerConcept } from "./header-concept.ts";
import type { LinkTable } from "./link-table.ts";

interface JoinedNames {
  readonly left: LinkTable;
  readonly right: LinkTable;
  readonly joined: readonly (readonly [left: string, right: string])[];
}

/**
 * Where one table has a person's name in one column and the other given name and surname in two, puts the two together
 * under the name of the one. `alone` and `others` are the columns without a namesake in the other table.
 */
export function joinNames(
  left: LinkTable,
  right: LinkTable,
  alone: readonly string[],
  others: readonly string[],
): JoinedNames {
  const [parts, otherParts] = [nameParts(alone), nameParts(others)];
  const [whole, otherWhole] = [
    alone.find((name) => isWholeName(left, name)),
    others.find((name) => isWholeName(right, name)),
  ];
  if (whole !== undefined && otherParts && !parts)
    return {
      left,
      right: joinParts(right, otherParts, whole),
      joined: [[whole, otherParts.join(" + ")]],
    };
  if (otherWhole !== undefined && parts && !otherParts)
    return {
      left: joinParts(left, parts, otherWhole),
      right,
      joined: [[parts.join(" + "), otherWhole]],
    };
  return { left, right, joined: [] };
}

/** Given name, and surname, among the columns. */
function nameParts(names: readonly string[]): readonly [string, string] | undefined {
  const given = names.find((name) => headerConcept(name) === "given name");
  const family = names.find((name) => headerConcept(name) === "family name");
  return given === undefined || family === undefined ? undefined : [given, family];
}

function isWholeName(table: LinkTable, name: string): boolean {
  const concept = headerConcept(name);
  if (concept !== "person" && concept !== "title") return false;
  const cells = table.columns[table.names.indexOf(name)] ?? [];
  const kind = columnKind(codeColumn(name, cells.slice(0, 2000), normalForm));
  return kind === "full-name";
}

function joinParts(table: LinkTable, parts: readonly string[], name: string): LinkTable {
  const places = parts.map((part) => table.names.indexOf(part));
  const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
  const cells = Array.from({ length: table.rows }, (_, row) => {
    const [given = "", family = ""] = places.map((place) => table.columns[place]?.[row] ?? "");
    return isHan(family) ? family + given : `${given} ${family}`.trim();
  });
  const kept = table.names.flatMap((_, place) => (places.includes(place) ? [] : [place]));
  return {
    names: [...kept.map((place) => table.names[place] ?? ""), name],
    columns: [...kept.map((place) => table.columns[place] ?? []), cells],
    rows: table.rows,
  };
}
