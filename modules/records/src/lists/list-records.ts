import type { Condition } from "@causeway/engine-conditions";
import { AppError, issueAt } from "@causeway/kernel";
import type { ObjectDefinition, Sort } from "@causeway/platform-contract";
import { sqlState, type WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, type Schema } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { withinOpenFields } from "../search/open-fields.ts";
import {
  type NewestPage,
  newestSearchSql,
  planSearches,
  type SearchPlan,
  searchSql,
} from "../search/search-sql.ts";
import {
  type RecordRow,
  recordColumns,
  recordTable,
  type StoredRecord,
  toStoredRecord,
} from "../store/record-table.ts";
import { type Cursor, readCursor, writeCursor } from "./cursor.ts";
import { type FilterOptions, filterSql } from "./filter-sql.ts";
import { referredTitleColumns, referredTitles } from "./referred-titles.ts";
import { requireSeen } from "./require-seen.ts";
import { newestFirst, type SortTerm, sortTerm } from "./sort-term.ts";

/** Which records of an object are meant. */
export interface RecordSelection extends FilterOptions {
  readonly object: string;
  readonly filter?: Condition;
  /** Words that a record must contain. */
  readonly search?: string;
  /** True for the deleted ones instead. */
  readonly deleted?: boolean;
}

export interface ListRecordsInput extends RecordSelection {
  /** Default: newest first. */
  readonly sort?: Sort;
  /** `nextCursor` of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface RecordList {
  readonly records: readonly StoredRecord[];
  readonly nextCursor: string | null;
}

/**
 * One page of records. Pages go on by keyset, so that the thousandth costs what the first does; records with the
 * same value follow by id, empty values come last in both directions. Throws AppError("bad-input").
 */
export async function listRecords(
  trx: WorkspaceTransaction,
  input: ListRecordsInput,
): Promise<RecordList> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, input.object);
  const sort = sortTerm(object, input.sort ?? newestFirst);
  if (input.sort !== undefined) requireSeen(schema, object, [input.sort.field], input.viewer);
  const after = input.after === undefined ? undefined : readCursor(sort, input.after);
  const isInTime = sort.field === newestFirst.field;
  const found = await searchPlan(trx, schema, input, isInTime ? undefined : walksFrom);
  const { filter, deleted = false } = input;
  // Only living records have entries, so that without a filter the hits themselves make the page.
  const isByTime = isInTime && filter === undefined && !deleted;
  const source = (page: NewestPage) =>
    selectionSql(schema, object, input, found, isByTime ? newestSearchSql(found, page) : undefined);
  const query = { object, sort, source, titles: referredTitleColumns(schema, object) };
  const wanted = input.limit + 1;
  const rows: SortedRow[] = [];
  // Filled values first, empty ones after them: two ranges that one index serves in both directions.
  if (after === undefined || after.value !== null) {
    rows.push(...(await readRange(trx, query, { empty: false, after, limit: wanted })));
  }
  if (sort.isNullable && rows.length < wanted) {
    const inEmpty = after?.value === null ? after : undefined;
    const range = { empty: true, after: inEmpty, limit: wanted - rows.length };
    rows.push(...(await readRange(trx, query, range)));
  }
  return toList(object, sort, rows, input.limit);
}

/**
 * Walking goes on beyond a page where all that match are counted, and where they may stand together at the end of another
 * order than that of time: only where one in five matches is it the faster way.
 */
export const walksFrom = 0.2;

/** How the search of a selection is done; undefined where it has none. `walksFrom`: see `planSearches`. */
export async function searchPlan(
  trx: WorkspaceTransaction,
  schema: Schema,
  { object, search = "", viewer }: RecordSelection,
  walksFrom?: number,
): Promise<SearchPlan | undefined> {
  if (search.trim() === "") return undefined;
  const plans = await planSearches(trx, schema, [object], search, walksFrom);
  const [plan] = await withinOpenFields(trx, schema, plans, viewer);
  return plan;
}

/** `from … where …` of a selection, over the record table `t`; its words are searched by the plan, unless `within` finds the hits. */
export function selectionSql(
  schema: Schema,
  object: ObjectDefinition,
  { filter, deleted = false, ...options }: Omit<RecordSelection, "search">,
  search?: SearchPlan,
  within: RawBuilder<unknown> = searchSql(search),
): RawBuilder<unknown> {
  const { joins, test } = filterSql(schema, object, filter, options);
  return sql`from ${recordTable(object.name)} t ${joins}
    where t.deleted_at is ${deleted ? sql`not null` : sql`null`} and ${test} and ${within}`;
}

/** A row with the value it was ordered by, and the titles of what it refers to. */
export interface SortedRow extends RecordRow {
  readonly sort_value: string | null;
}

/** Cuts rows, of which one more than the limit was asked for, into a page. */
export function toList(
  object: ObjectDefinition,
  sort: SortTerm,
  rows: readonly SortedRow[],
  limit: number,
): RecordList {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    records: page.map((row) => ({
      ...toStoredRecord(object, row),
      referred: referredTitles(object, row),
    })),
    nextCursor: hasMore ? writeCursor(sort, { value: last.sort_value, id: last.id }) : null,
  };
}

interface Query {
  readonly object: ObjectDefinition;
  readonly sort: SortTerm;
  source(page: NewestPage): RawBuilder<unknown>;
  readonly titles: RawBuilder<unknown>;
}

interface Range {
  readonly empty: boolean;
  readonly after: Cursor | undefined;
  readonly limit: number;
}

async function readRange(
  trx: WorkspaceTransaction,
  { object, sort, source, titles }: Query,
  { empty, after, limit }: Range,
): Promise<readonly SortedRow[]> {
  const { expression } = sort;
  const direction = sql.raw(sort.direction);
  const within = empty ? sql`${expression} is null` : sql`${expression} is not null`;
  // Also among empty values the whole order is named: that is the order of the index.
  const order = sql`${expression} ${direction}, t.id ${direction}`;
  const place = after === undefined ? {} : { after: { time: after.value, id: after.id } };
  const page = { direction: sort.direction, limit, ...place };
  const rest = after === undefined ? sql`true` : afterSql(sort, after, empty);
  const found = await sql<SortedRow>`
    select ${recordColumns(object, "t")}, (${expression})::text as sort_value ${titles}
    ${source(page)} and ${sort.isNullable ? within : sql`true`} and ${rest}
    order by ${order} limit ${limit}`
    .execute(trx)
    .catch(refuseForeignCursor);
  return found.rows;
}

function afterSql(sort: SortTerm, { value, id }: Cursor, empty: boolean): RawBuilder<unknown> {
  const comparison = sql.raw(sort.direction === "asc" ? ">" : "<");
  if (empty) return sql`t.id ${comparison} ${id}::uuid`;
  const place = sql`${value}::text::${sql.raw(sort.type)}`;
  return sql`(${sort.expression}, t.id) ${comparison} (${place}, ${id}::uuid)`;
}

const dataException = "22";

/** A forged cursor whose value is not of the field's type. */
function refuseForeignCursor(error: unknown): never {
  if (!sqlState(error)?.startsWith(dataException)) throw error;
  throw new AppError(
    "bad-input",
    { zh: "列表无法从这里继续", en: "The list cannot go on from there." },
    {
      cause: error,
      issues: [issueAt("after", { zh: "不是这个列表的位置", en: "is not a cursor of this list" })],
    },
  );
}
