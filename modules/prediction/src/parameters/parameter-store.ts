import type { Parameters } from "@causeway/platform-contract";
import type { WorkspaceTransaction } from "@causeway/platform-database";
import { changedValues } from "./check-parameters.ts";
import {
  type ParameterValues,
  parameterDefinitions,
  parameterGroups,
  standardValues,
} from "./parameter-definitions.ts";
import type { ParameterTables } from "./parameter-tables.ts";

const historyShown = 50;

/** The values in force. */
export async function readParameterValues(trx: WorkspaceTransaction): Promise<ParameterValues> {
  const row = await trx
    .$extendTables<ParameterTables>()
    .selectFrom("parameter_changes")
    .select("values")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return { ...standardValues, ...row?.values };
}

/** All parameters with their bounds, values and history. `names` gives people by id. */
export async function readParameters(
  trx: WorkspaceTransaction,
  names: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<Parameters> {
  const values = await readParameterValues(trx);
  const rows = await trx
    .$extendTables<ParameterTables>()
    .selectFrom("parameter_changes")
    .select(["at", "user_id", "note", "changes"])
    .orderBy("id", "desc")
    .limit(historyShown)
    .execute();
  const people = await names([...new Set(rows.map((row) => row.user_id))]);
  return {
    groups: [...parameterGroups],
    parameters: parameterDefinitions.map((definition) => ({
      ...definition,
      value: values[definition.name] ?? definition.standard,
    })),
    history: rows.map(({ at, user_id: user, note, changes }) => ({
      at: at.toISOString(),
      by: people.get(user) ?? "",
      note,
      changes: [...changes],
    })),
  };
}

export interface SaveParameters {
  readonly values: ParameterValues;
  readonly note: string;
  readonly userId: string;
  readonly now: Date;
}

/** Puts changed values in force and keeps the change. Throws AppError("bad-input") where a bound is broken. */
export async function saveParameters(
  trx: WorkspaceTransaction,
  { values, note, userId, now }: SaveParameters,
): Promise<ParameterValues> {
  const held = await readParameterValues(trx);
  const next = changedValues(held, values);
  const changes = Object.entries(next).flatMap(([name, to]) => {
    const from = held[name] ?? to;
    return from === to ? [] : [{ name, from, to }];
  });
  if (changes.length === 0) return held;
  await trx
    .$extendTables<ParameterTables>()
    .insertInto("parameter_changes")
    .values({
      at: now,
      user_id: userId,
      note,
      values: JSON.stringify(next) as unknown as ParameterValues,
      changes: JSON.stringify(changes) as unknown as typeof changes,
    })
    .execute();
  return next;
}
