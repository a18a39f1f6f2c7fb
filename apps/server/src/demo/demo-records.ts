import { createHash } from "node:crypto";
import type { Json, RecordItem, RecordObject } from "@causeway/engine-simulation";
import type { WorkspaceId } from "@causeway/kernel";
import { type Actor, createRecords, updateRecords } from "@causeway/module-records";
import type { WorkspaceTransaction } from "@causeway/platform-database";

/** Objects in the order in which their records may point to each other. */
const order: readonly RecordObject[] = [
  "product",
  "account",
  "contact",
  "lead",
  "deal",
  "contract",
];
const actor: Actor = { kind: "import", id: "demo" };

/** The record's id: a UUID (version 8, RFC 9562) made of workspace and key, so that a resumed load finds it again. */
export function demoRecordId(workspace: WorkspaceId, key: string): string {
  const hex = createHash("sha256").update(`${workspace}\0${key}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Values in the terms of this product, references as ids. */
function valuesOf(workspace: WorkspaceId, item: RecordItem): Record<string, Json> {
  const references = Object.entries(item.references).map(([field, key]) => [
    field,
    demoRecordId(workspace, key),
  ]);
  const values: Record<string, Json> = { ...item.values, ...Object.fromEntries(references) };
  const { source } = values;
  return source === "call" ? { ...values, source: "phone" } : values;
}

const hasParent = ({ references }: RecordItem): boolean => "parent" in references;

/** Writes the record changes of one window: what is new, object by object, then the edits, those of a record in order of time. */
export async function writeDemoRecords(
  trx: WorkspaceTransaction,
  workspace: WorkspaceId,
  items: readonly RecordItem[],
  ownerId: string | null,
): Promise<void> {
  for (const object of order) {
    const created = items.filter((item) => item.operation === "create" && item.object === object);
    // Parents come before those they own.
    const owners = created.filter((item) => !hasParent(item));
    const owned = created.filter(hasParent);
    for (const group of [owners, owned]) {
      if (group.length === 0) continue;
      await createRecords(trx, {
        object,
        actor,
        records: group.map((item) => ({
          id: demoRecordId(workspace, item.key),
          values: valuesOf(workspace, item),
          occurredAt: new Date(item.atMs),
          ownerId,
        })),
      });
    }
  }
  for (const object of order) {
    const edits = items.filter((item) => item.operation === "update" && item.object === object);
    for (const round of oncePerRecord(edits)) {
      await updateRecords(trx, {
        object,
        actor,
        edits: round.map((item) => ({
          id: demoRecordId(workspace, item.key),
          values: valuesOf(workspace, item),
          occurredAt: new Date(item.atMs),
        })),
      });
    }
  }
}

/** The edits in rounds, each with at most one of a record: the first of every record, then the second. */
function oncePerRecord(edits: readonly RecordItem[]): readonly (readonly RecordItem[])[] {
  const counts = new Map<string, number>();
  const rounds: RecordItem[][] = [];
  for (const item of edits) {
    const round = counts.get(item.key) ?? 0;
    counts.set(item.key, round + 1);
    rounds[round] = [...(rounds[round] ?? []), item];
  }
  return rounds;
}
