import {
  type Condition,
  compileToSql,
  conditionFields,
  parseCondition,
  requireCondition,
} from "@causeway/engine-conditions";
import { AppError } from "@causeway/kernel";
import type { Locale, ObjectDefinition } from "@causeway/platform-contract";
import { fieldNamed, type Schema, toFieldCatalog, type Viewer } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { recordTable } from "../store/record-table.ts";
import { requireSeen } from "./require-seen.ts";

/** A condition over an object as SQL: what to join to the record table `t`, and the test. */
export interface FilterSql {
  readonly joins: RawBuilder<unknown>;
  readonly test: RawBuilder<unknown>;
}

export interface FilterOptions {
  /** When relative dates are read; default now. */
  readonly now?: Date;
  readonly locale?: Locale;
  /** Who asks: what they do not see whole they cannot filter, search or sort by either. */
  readonly viewer?: Viewer;
}

const words = { zh: "筛选条件有误", en: "The filter is not right" };

/** Reads a condition that came as JSON. Throws AppError("bad-input") with every issue. */
export function readCondition(document: unknown, locale: Locale = "en"): Condition {
  const parsed = parseCondition(document, locale);
  if (parsed.ok) return parsed.condition;
  throw new AppError("bad-input", words, { issues: parsed.issues });
}

/** Compiles a condition. Throws AppError("bad-input") where it does not fit the object. */
export function filterSql(
  schema: Schema,
  object: ObjectDefinition,
  condition: Condition | undefined,
  { now = new Date(), locale = "en", viewer }: FilterOptions,
): FilterSql {
  if (condition === undefined) return { joins: sql``, test: sql`true` };
  requireSeen(schema, object, conditionFields(condition), viewer);
  const checked = requireCondition(condition, toFieldCatalog(schema, object), locale);
  const { fragments, parameters } = compileToSql(checked, { now, column: columnSql });
  const parts = fragments.flatMap((text, index) => [
    sql.raw(text),
    ...(index < parameters.length ? [sql.val(parameters[index])] : []),
  ]);
  return { joins: joinsFor(object, condition), test: sql.join(parts, sql``) };
}

/** `industry` → `"t"."industry"`, `account.industry` → `"ref_account"."industry"`; names are checked by the catalog. */
function columnSql(path: string): string {
  const [first = "", second] = path.split(".");
  return second === undefined ? `"t"."${first}"` : `"ref_${first}"."${second}"`;
}

function joinsFor(object: ObjectDefinition, condition: Condition): RawBuilder<unknown> {
  const references = new Set(
    conditionFields(condition).flatMap((path) => {
      const [first, second] = path.split(".");
      return second === undefined || first === undefined ? [] : [first];
    }),
  );
  const joins = [...references].map((name) => {
    const target = fieldNamed(object, name)?.target ?? "";
    const alias = `ref_${name}`;
    return sql`left join ${recordTable(target)} as ${sql.id(alias)}
      on ${sql.ref(`${alias}.id`)} = ${sql.ref(`t.${name}`)}
      and ${sql.ref(`${alias}.deleted_at`)} is null`;
  });
  return joins.length === 0 ? sql`` : sql.join(joins, sql` `);
}
