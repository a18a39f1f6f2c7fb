import type { Clock } from "@causeway/kernel";
import type { AgentDefinition } from "@causeway/module-agents";
import type { MembersOf } from "@causeway/module-records";
import type { createPlanDirectory, EventWriter, wakeReadingBy } from "@causeway/module-touchpoints";
import type { AccessControl } from "@causeway/platform-access";
import type { TombstoneDirectory, TombstoneKey } from "@causeway/platform-audit";
import type { Database } from "@causeway/platform-database";
import type { Jobs, Outbox } from "@causeway/platform-jobs";

/** What modules are joined by: made once, given to whoever needs it. */
export interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly jobs: Jobs;
  readonly outbox: Outbox;
  readonly access: AccessControl;
  readonly agents: readonly AgentDefinition[];
  readonly writer: EventWriter;
  /** Reads what came by a connector soon. */
  readonly wake: ReturnType<typeof wakeReadingBy>;
  readonly plans: Awaited<ReturnType<typeof createPlanDirectory>>;
  /** By which erased people are known. */
  readonly key: TombstoneKey;
  readonly tombstones: TombstoneDirectory;
  readonly userNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly membersOf: MembersOf;
}
