import { type Clock, newId } from "@causeway/kernel";
import { affectedProfiles, type RecordReference } from "@causeway/module-identity";
import { type AuditActor, bury, recordAudit, type TombstoneKey } from "@causeway/platform-audit";
import { currentWorkspace, type WorkspaceTransaction } from "@causeway/platform-database";
import type { Jobs } from "@causeway/platform-jobs";
import { sql } from "kysely";
import { findPerson } from "../person/find-person.ts";
import { erasureUnderWay, keepPerson } from "../person/kept-person.ts";
import { erasureQueue } from "./erasure-queue.ts";
import type { ErasureBasis, PrivacyTables } from "./erasure-tables.ts";

export interface ErasureDependencies {
  readonly jobs: Pick<Jobs, "send">;
  readonly key: TombstoneKey;
  readonly clock: Clock;
}

/**
 * Begins to erase a person: from the commit on, nothing that names them is taken in, and a job does the rest. Returns the
 * id of the erasure, which becomes that of its certificate; of the one that is under way, where somebody asks again.
 * Throws like `findPerson`.
 */
export async function requestErasure(
  trx: WorkspaceTransaction,
  start: RecordReference,
  basis: ErasureBasis,
  actor: AuditActor,
  { jobs, key, clock }: ErasureDependencies,
): Promise<string> {
  // Two who ask at once are one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ' erasures', 0))`.execute(
    trx,
  );
  const underWay = await erasureUnderWay(trx, start.id);
  if (underWay !== null) return underWay;
  const person = await findPerson(trx, start);
  const id = newId(clock().getTime());
  await trx
    .$extendTables<PrivacyTables>()
    .insertInto("erasures")
    .values({
      id,
      basis,
      state: "waiting",
      step: null,
      actor_kind: actor.kind,
      actor_id: actor.id,
      requested_at: clock(),
      started_at: null,
      finished_at: null,
      error: null,
    })
    .execute();
  const own = new Set(person.profiles);
  const neighbours = (await affectedProfiles(trx, person.profiles)) ?? [];
  await keepPerson(trx, id, {
    ...person,
    neighbours: neighbours.filter((profile) => !own.has(profile)),
  });
  await bury(trx, key, id, { identifiers: person.identifiers, names: person.ownNames });
  await recordAudit(trx, { actor, action: "privacy.erasure-requested", subject: id });
  await jobs.send(trx, erasureQueue, { workspace: await currentWorkspace(trx), erasure: id });
  return id;
}
