import { getRecords, readSchema } from "@causeway/module-records";
import type { CompanyDuplicates, DuplicateState, Role, Values } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { objectNamed, openPart, seenTitle } from "@causeway/platform-schema";
import { sql } from "kysely";
import { type ComparedColumn, comparedColumns, writtenIn } from "./compared-columns.ts";
import { type FoundDuplicate, likelierOne } from "./find-duplicates.ts";

interface PairRow {
  readonly id: string;
  readonly left_id: string;
  readonly right_id: string;
  readonly seen: number;
  readonly prior_bits: number;
  readonly against: FoundDuplicate["against"];
  readonly evidence: FoundDuplicate["evidence"];
  readonly total: number;
}

/**
 * Companies that may stand twice, the surest first, as somebody may know of them: what is kept from them counts neither for
 * nor against, so that nothing can be read from a pair's being there. Without those that were deleted or merged.
 */
export async function listDuplicates(
  trx: WorkspaceTransaction,
  { viewer, state, limit }: { viewer: Role; state: DuplicateState; limit: number },
): Promise<CompanyDuplicates> {
  const object = objectNamed(await readSchema(trx), "account");
  const open = openPart(object, viewer);
  const visible = open.fields.map(({ name }) => name);
  const rows = await readPairs(trx, visible, state, limit);
  const ids = [...new Set(rows.flatMap((row) => [row.left_id, row.right_id]))];
  const records = await getRecords(trx, { object: "account", ids });
  const byId = new Map(records.map((record) => [record.id, record]));
  const columns = new Map(comparedColumns(object).map((column) => [column.name, column]));
  const isSeen = ({ fields }: Pick<ComparedColumn, "fields">) =>
    fields.every((field) => visible.includes(field));
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
    const evidence = row.evidence.filter(isSeen).map(({ field, bits, text }) => {
      const column = columns.get(field);
      const values: [string, string] = [said(column, left.id), said(column, right.id)];
      return { field, bits, text, values };
    });
    const { id, seen: probability, prior_bits: priorBits, against } = row;
    return { id, probability, priorBits, against, left, right, evidence };
  });
  return { ...(await readLook(trx, visible)), count: rows[0]?.total ?? 0, pairs };
}

async function readPairs(
  trx: WorkspaceTransaction,
  visible: readonly string[],
  state: DuplicateState,
  limit: number,
): Promise<readonly PairRow[]> {
  const { rows } = await sql<PairRow>`
    with weighed as (
      select d.*, 1 / (1 + power(2::float8, -greatest(-60, least(60, d.prior_bits + (
        select coalesce(sum((e->>'bits')::float8), 0) from jsonb_array_elements(d.evidence) e
        where e->'fields' <@ ${JSON.stringify(visible)}::jsonb))))) as seen
      from company_duplicates d
      join record_account l on l.id = d.left_id and l.deleted_at is null
      join record_account r on r.id = d.right_id and r.deleted_at is null
      where d.state = ${state})
    select *, count(*) over ()::integer as total from weighed where seen >= ${likelierOne}
    order by seen desc, id limit ${limit}`.execute(trx);
  return rows;
}

interface LookRow {
  readonly requested_at: Date | null;
  readonly looked_at: Date | null;
  readonly state: {
    readonly records: number;
    readonly bare: number;
    readonly alone: number;
    readonly found: number;
    readonly kept: number;
    /** Of each column the fields that it reads. */
    readonly fields: readonly (readonly string[])[];
  } | null;
}

/** When all companies were looked at last, and what could be compared. */
async function readLook(
  trx: WorkspaceTransaction,
  visible: readonly string[],
): Promise<Pick<CompanyDuplicates, "isLooking" | "look">> {
  const { rows } = await sql<LookRow>`
    select requested_at, looked_at, state from company_duplicate_looks`.execute(trx);
  const [row] = rows;
  const isLooking = (row?.requested_at ?? null) !== null;
  if (!row?.looked_at || row.state === null) return { isLooking, look: null };
  const { fields, ...counts } = row.state;
  const seen = fields.filter((own) => own.every((field) => visible.includes(field)));
  return {
    isLooking,
    look: {
      ...counts,
      at: row.looked_at.toISOString(),
      fields: seen.map(([name = ""]) => name),
      unseen: fields.length - seen.length,
    },
  };
}
