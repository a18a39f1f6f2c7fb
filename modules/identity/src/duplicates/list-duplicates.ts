import { getRecords, readSchema } from "@causeway/module-records";
import type { CompanyDuplicates, DuplicateState, Role, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, seenTitle } from "@causeway/platform-schema";
import { sql } from "kysely";
import {
  type ComparedColumn,
  columnsSeenBy,
  comparedColumns,
  nameOfColumns,
  writtenIn,
} from "./compared-columns.ts";
import type { FoundDuplicate, FoundDuplicates } from "./find-duplicates.ts";

interface PairRow {
  readonly id: string;
  readonly left_id: string;
  readonly right_id: string;
  readonly probability: number;
  readonly prior_bits: number;
  readonly against: FoundDuplicate["against"];
  readonly evidence: FoundDuplicate["evidence"];
  readonly total: number;
}

/**
 * Companies that may stand twice, the surest first, as somebody may know of them: found and weighed by what they see, as if
 * there were nothing else. Without those that were deleted or merged.
 */
export async function listDuplicates(
  trx: WorkspaceTransaction,
  { viewer, state, limit }: { viewer: Role; state: DuplicateState; limit: number },
): Promise<CompanyDuplicates> {
  const object = objectNamed(await readSchema(trx), "account");
  const seen = columnsSeenBy(object, viewer);
  const compared = nameOfColumns(seen);
  const rows = await readPairs(trx, compared, state, limit);
  const ids = [...new Set(rows.flatMap((row) => [row.left_id, row.right_id]))];
  const records = await getRecords(trx, { object: "account", ids });
  const byId = new Map(records.map((record) => [record.id, record]));
  const columns = new Map(seen.map((column) => [column.name, column]));
  const side = (id: string) => {
    const record = byId.get(id);
    const createdAt = (record?.createdAt ?? new Date(0)).toISOString();
    return { id, title: seenTitle(object, record?.title ?? "", viewer), createdAt };
  };
  const said = (column: ComparedColumn | undefined, id: string) =>
    column === undefined ? "" : writtenIn(column, byId.get(id)?.values ?? ({} as Values));
  const pairs = rows.map((row) => {
    const sides = [side(row.left_id), side(row.right_id)] as const;
    // The one that was there first stays unless somebody chooses.
    const isLate = sides[1].createdAt < sides[0].createdAt;
    const [left, right] = isLate ? ([sides[1], sides[0]] as const) : sides;
    const evidence = row.evidence.map(({ field, bits, text }) => {
      const column = columns.get(field);
      const values: [string, string] = [said(column, left.id), said(column, right.id)];
      return { field, bits, text, values };
    });
    const { id, probability, prior_bits: priorBits, against } = row;
    return { id, probability, priorBits, against, left, right, evidence };
  });
  const unseen = comparedColumns(object).length - seen.length;
  const look = await readLook(trx, compared, unseen);
  return { ...look, count: rows[0]?.total ?? 0, pairs };
}

async function readPairs(
  trx: WorkspaceTransaction,
  compared: string,
  state: DuplicateState,
  limit: number,
): Promise<readonly PairRow[]> {
  const { rows } = await sql<PairRow>`
    select d.*, count(*) over ()::integer as total from company_duplicates d
    join record_account l on l.id = d.left_id and l.deleted_at is null
    join record_account r on r.id = d.right_id and r.deleted_at is null
    where d.state = ${state} and d.compared = ${compared}
    order by d.probability desc, d.id limit ${limit}`.execute(trx);
  return rows;
}

interface LookRow {
  readonly requested_at: Date | null;
  readonly looked_at: Date | null;
  readonly state: {
    readonly records: number;
    /** What was found by each set of columns. */
    readonly sights: Readonly<
      Record<string, Omit<FoundDuplicates, "pairs"> & { readonly kept: number }>
    >;
  } | null;
}

/** When all companies were looked at last by these columns, and what could be compared. */
async function readLook(
  trx: WorkspaceTransaction,
  columns: string,
  unseen: number,
): Promise<Pick<CompanyDuplicates, "isLooking" | "look">> {
  const { rows } = await sql<LookRow>`
    select requested_at, looked_at, state from company_duplicate_looks`.execute(trx);
  const [row] = rows;
  const isLooking = (row?.requested_at ?? null) !== null;
  const sight = row?.state?.sights?.[columns];
  if (!row?.looked_at || !row.state || sight === undefined) return { isLooking, look: null };
  const { compared, ...counts } = sight;
  const { records } = row.state;
  const look = {
    ...counts,
    records,
    at: row.looked_at.toISOString(),
    fields: [...compared],
    unseen,
  };
  return { isLooking, look };
}
