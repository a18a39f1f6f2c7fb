import { AppError, issueAt } from "@causeway/kernel";
import type { ObjectDefinition } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { fieldNamed, fieldTypes, objectNamed } from "@causeway/platform-schema";
import { type RawBuilder, sql } from "kysely";
import { readSchema } from "../metadata/read-schema.ts";
import { recordColumns } from "../store/record-table.ts";
import { type BoardTotals, hasTotals, keptTotals } from "../totals/read-totals.ts";
import { totalledValue } from "../totals/totalled-value.ts";
import {
  type RecordList,
  type RecordSelection,
  type SortedRow,
  searchPlan,
  selectionSql,
  toList,
  walksFrom,
} from "./list-records.ts";
import { referredTitleColumns } from "./referred-titles.ts";
import { requireSeen } from "./require-seen.ts";
import { newestFirst, sortTerm } from "./sort-term.ts";

export interface BoardInput extends RecordSelection {
  /** A number or currency field to total. */
  readonly totalField?: string;
  /** Cards of each column; more come from `listRecords` with the column's cursor. */
  readonly limit: number;
}

export interface BoardColumn extends RecordList {
  /** The stage; null for records without one. */
  readonly value: string | null;
  readonly count: number;
  readonly total: number | null;
}

export interface RecordBoard {
  readonly field: string;
  readonly columns: readonly BoardColumn[];
  /** Kept totals that it was read from and that `sumUpTotals` should see to. */
  readonly dueTotals?: string;
}

type BoardRow = Omit<SortedRow, "id"> & {
  readonly board_value: string | null;
  readonly board_count: number;
  readonly board_total: string | null;
  readonly board_due: string | null;
  /** Null for a column without cards. */
  readonly id: string | null;
};

/**
 * Records by stage: exact counts and totals of every column, and its newest cards. Of all records the totals are read as they
 * are kept (`keepTotals`); where they are not, and of some records, they are counted, in one query with the cards.
 * Throws AppError("bad-input") for objects without a stage field and totals of anything but numbers.
 */
export async function readBoard(
  trx: WorkspaceTransaction,
  input: BoardInput,
): Promise<RecordBoard> {
  const schema = await readSchema(trx);
  const object = objectNamed(schema, input.object);
  const stage = object.stageField === null ? undefined : fieldNamed(object, object.stageField);
  if (stage === undefined) {
    throw new AppError(
      "bad-input",
      {
        zh: `“${object.name}”没有阶段字段，无法显示看板`,
        en: `"${object.name}" has no stage to draw a board by.`,
      },
      {
        issues: [issueAt("params.object", { zh: "没有阶段字段", en: "has no stage field" })],
      },
    );
  }
  const looked = [stage.name, ...(input.totalField === undefined ? [] : [input.totalField])];
  requireSeen(schema, object, looked, input.viewer);
  const sort = sortTerm(object, newestFirst);
  const source = selectionSql(
    schema,
    object,
    input,
    await searchPlan(trx, schema, input, walksFrom),
  );
  const stageColumn = sql.ref(`t.${stage.name}`);
  const total = totalSql(object, input.totalField);
  const values = stage.options.map((option) => option.value);
  const cards = (test: RawBuilder<unknown>) => sql`
    (select ${recordColumns(object, "t")}, t.created_at::text as sort_value
       ${referredTitleColumns(schema, object)} ${source} and ${test}
     order by t.created_at desc, t.id desc limit ${input.limit + 1})`;
  const read = async ({ parts, areThere, due }: BoardTotals): Promise<readonly BoardRow[]> => {
    const { rows } = await sql<BoardRow>`
      with ${parts}
      select stages.board_value, coalesce(board_count, 0) as board_count, board_total,
        ${due} as board_due, card.*
      from unnest(${values}::text[]) with ordinality as stages(board_value, board_order)
      left join totals using (board_value)
      left join lateral ${cards(sql`${stageColumn} = stages.board_value`)} card on true
      where ${areThere}
      union all
      select totals.board_value, board_count, board_total, ${due} as board_due, card.*
      from totals left join lateral ${cards(sql`${stageColumn} is null`)} card on true
      where totals.board_value is null`.execute(trx);
    return rows;
  };
  const counted = sql`totals as materialized (
    select ${stageColumn} as board_value, count(*) as board_count, ${total} as board_total
    ${source} group by 1)`;
  const mayBeKept = isOfAll(input) && (await hasTotals(trx, object));
  const kept = mayBeKept ? await read(keptTotals(object, input.totalField)) : [];
  const rows =
    kept.length > 0
      ? kept
      : await read({ parts: counted, areThere: sql`true`, due: sql`null::text` });
  const columns = values.map((value) => toColumn(value));
  if (rows.some((row) => row.board_value === null)) columns.push(toColumn(null));
  const due = rows[0]?.board_due ?? null;
  return { field: stage.name, columns, ...(due !== null && { dueTotals: due }) };

  function toColumn(value: string | null): BoardColumn {
    const own = rows.filter((row) => row.board_value === value);
    const { board_count: count = 0, board_total = null } = own[0] ?? {};
    const isCard = (row: BoardRow): row is BoardRow & SortedRow => row.id !== null;
    const list = toList(object, sort, own.filter(isCard), input.limit);
    return { value, count, total: board_total === null ? null : Number(board_total), ...list };
  }
}

/** Whether no record is left out but the deleted ones; who may see the stage and what is totalled sees all of them. */
export function isOfAll({
  filter,
  search = "",
  deleted = false,
}: Pick<RecordSelection, "filter" | "search" | "deleted">): boolean {
  return filter === undefined && search.trim() === "" && !deleted;
}

function totalSql(object: ObjectDefinition, name: string | undefined): RawBuilder<unknown> {
  if (name === undefined) return sql`null::numeric`;
  const field = fieldNamed(object, name);
  if (field === undefined || fieldTypes[field.type].condition.type !== "number") {
    throw new AppError(
      "bad-input",
      { zh: `“${name}”不是可以合计的数字`, en: `"${name}" is not a number that can be totalled.` },
      {
        issues: [
          issueAt("totalField", {
            zh: "不是数字或金额字段",
            en: "is not a number or currency field",
          }),
        ],
      },
    );
  }
  const { amount } = totalledValue({ fields: [], carried: [name] }, "t");
  return sql`coalesce(sum(${amount}), 0)`;
}
