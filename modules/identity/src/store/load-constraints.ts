import type { WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import type { Constraint } from "../graph/constraints.ts";
import type { GraphState } from "../graph/graph-state.ts";
import {
  deviceKind,
  type Identifier,
  identifierKey,
  mailboxKind,
} from "../identifiers/identifier.ts";

interface ConstraintRow {
  readonly kind: string;
  readonly value: string;
  readonly other_kind: string;
  readonly other_value: string;
  readonly verdict: Constraint["verdict"];
  readonly decision: string;
  readonly decided_at: Date;
  readonly origin: "person" | "rule";
}

const columns = sql`c.kind, c.value, c.other_kind, c.other_value, d.verdict, d.id as decision,
  d.decided_at, d.origin`;

/** Whether anything was ever decided; most workspaces save themselves the rest. */
export async function hasConstraints(trx: WorkspaceTransaction): Promise<boolean> {
  const { rows } = await sql`select 1 from identity_constraints limit 1`.execute(trx);
  return rows.length > 0;
}

/** What was decided about these identifiers, by their key. */
export async function constraintsOf(
  trx: WorkspaceTransaction,
  identifiers: readonly Identifier[],
): Promise<Map<string, Constraint[]>> {
  const { rows } = await sql<ConstraintRow>`
    select ${columns} from unnest(
      ${identifiers.map(({ kind }) => kind)}::text[],
      ${identifiers.map(({ value }) => value)}::text[]) as wanted(kind, value)
    join identity_constraints c using (kind, value)
    join identity_decisions d on d.id = c.decision_id
    order by d.decided_at, d.id`.execute(trx);
  return byKey(rows);
}

/** Every decision in force, by the key of either side. */
export async function allConstraints(
  trx: WorkspaceTransaction,
): Promise<Map<string, Constraint[]>> {
  const { rows } = await sql<ConstraintRow>`select ${columns} from identity_constraints c
    join identity_decisions d on d.id = c.decision_id order by d.decided_at, d.id`.execute(trx);
  return byKey(rows);
}

/**
 * Adds to the state what was decided about identifiers that its people hold already: as marks of their roots, and among
 * the constraints.
 */
export async function loadMarks(
  trx: WorkspaceTransaction,
  state: GraphState,
  constraints: Map<string, Constraint[]>,
): Promise<void> {
  const roots = [...state.profiles.values()].filter((node) => node.parent === node.id);
  const ids = roots.map(({ id }) => id);
  const { rows } = await sql<ConstraintRow & { readonly root: string }>`
    select held.root, ${columns} from (
      select canonical_id as root, founder_kind as kind, founder_value as value from profiles
      where canonical_id = any(${ids}::uuid[])
      union
      select r.root, i.kind, i.value from unnest(${ids}::uuid[]) as r(root),
        lateral (select id from profiles where canonical_id = r.root offset 0) p,
        lateral (select kind, value from identifiers where profile_id = p.id offset 0) i
      where i.kind not in (${deviceKind}, ${mailboxKind})) held
    join identity_constraints c using (kind, value)
    join identity_decisions d on d.id = c.decision_id
    order by d.decided_at, d.id`.execute(trx);
  for (const row of rows) state.profiles.get(row.root as never)?.marks.add(identifierKey(row));
  for (const [key, found] of byKey(rows)) if (!constraints.has(key)) constraints.set(key, found);
}

function byKey(rows: readonly ConstraintRow[]): Map<string, Constraint[]> {
  const found = new Map<string, Constraint[]>();
  for (const row of rows) {
    const key = identifierKey(row);
    const own = found.get(key) ?? [];
    own.push({
      verdict: row.verdict,
      other: { kind: row.other_kind, value: row.other_value },
      decision: row.decision,
      decidedAtMs: row.decided_at.getTime(),
      byPerson: row.origin === "person",
    });
    found.set(key, own);
  }
  return found;
}
