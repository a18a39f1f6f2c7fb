import { AppError, issueAt } from "@causeway/kernel";
import type { ObjectDefinition, Sort } from "@causeway/platform-contract";
import { fieldNamed, fieldTypes, systemFields } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";

/** What a list is ordered by: one expression over the record table `t`, then the id. */
export interface SortTerm {
  readonly field: string;
  readonly expression: RawBuilder<unknown>;
  /** The same in terms of a table alias with its dot, or of none. */
  column(prefix: string): string;
  /** PostgreSQL type, to which a cursor's text is cast. */
  readonly type: string;
  readonly direction: "asc" | "desc";
  /** Empty values come last, whatever the direction. */
  readonly isNullable: boolean;
  /** Names the order, so that a cursor is not used with another one. */
  readonly signature: string;
}

export const newestFirst: Sort = { field: "created_at", direction: "desc" };

/** The order a caller asks for. Throws AppError("bad-input") for fields that lists do not sort by. */
export function sortTerm(object: ObjectDefinition, { field: name, direction }: Sort): SortTerm {
  const signature = `${object.name} ${name} ${direction}`;
  if (name === object.titleField) {
    // The title's own key: people expect names by pinyin.
    const column = (prefix: string) => `${prefix}"title_key"`;
    const expression = sql.raw(column('"t".'));
    return {
      field: name,
      expression,
      column,
      type: "text",
      direction,
      isNullable: false,
      signature,
    };
  }
  const field = fieldNamed(object, name) ?? systemFields.find((system) => system.name === name);
  const sort = field && fieldTypes[field.type].sort;
  if (field === undefined || sort === undefined) {
    throw new AppError(
      "bad-input",
      { zh: `列表不能按“${name}”排序`, en: `Lists cannot be sorted by "${name}".` },
      {
        issues: [
          issueAt("sort.field", {
            zh: "列表不能按这个字段排序",
            en: "is not a field that lists sort by",
          }),
        ],
      },
    );
  }
  const isNullable = !systemFields.includes(field);
  const column = (prefix: string) => sort.by(`${prefix}"${field.name}"`, field);
  const expression = sql.raw(column('"t".'));
  return { field: name, expression, column, type: sort.type, direction, isNullable, signature };
}
