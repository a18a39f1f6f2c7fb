import type { Field } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";
import { sql } from "kysely";
import { ensureIndex, isIndexValid } from "../../indexes/ensure-index.ts";
import { fieldIndex } from "../field-index.ts";
import { nextColumn } from "./start-conversion.ts";

/** Name of the index on the column that is filled; it keeps it afterwards, but for a unique one. */
export function nextIndexName(id: string): string {
  return `by_${id.replaceAll("-", "")}`;
}

interface Build {
  readonly id: string;
  readonly object: string;
  readonly target: Field;
}

const indexOf = ({ object, target }: Build) => fieldIndex(object, target, nextColumn(target.name));

/** Whether the index that a field of the new type has is there, or none is needed. */
export async function isIndexReady(trx: WorkspaceTransaction, build: Build): Promise<boolean> {
  return indexOf(build) === undefined || isIndexValid(trx, nextIndexName(build.id));
}

/** Builds the index that a field of the new type has, beside all other work. */
export async function ensureNextIndex(workspace: WorkspaceDatabase, build: Build): Promise<void> {
  const index = indexOf(build);
  if (index === undefined) return;
  const name = nextIndexName(build.id);
  const kind = sql.raw(index.isUnique ? "unique index" : "index");
  await ensureIndex(workspace, name, sql`create ${kind} concurrently ${sql.id(name)} ${index.on}`);
}
