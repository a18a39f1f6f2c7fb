import type { Condition, FieldCatalog, Row } from "@causeway/engine-conditions";
import type { EventId, WorkspaceId } from "@causeway/kernel";
import type { StoredEvent } from "@causeway/module-touchpoints";
import type { Label } from "@causeway/platform-contract";
import type { WorkspaceDatabase, WorkspaceTransaction } from "@causeway/platform-database";

/** A moment at which an agent may have something to do: the facts its trigger is asked about. */
export interface Occasion {
  readonly subject: { readonly object: string; readonly id: string };
  readonly eventId: EventId;
  readonly facts: Row;
  readonly headline: Label;
}

export interface AgentWork {
  readonly runId: string;
  readonly workspace: WorkspaceDatabase;
  readonly workspaceId: WorkspaceId;
  readonly subject: { readonly object: string; readonly id: string };
  readonly eventId: EventId | null;
}

/** An agent: when it wakes, as a condition over facts that people can read, and what it does in journalled steps. */
export interface AgentDefinition {
  readonly name: string;
  readonly label: Label;
  readonly description: Label;
  readonly facts: FieldCatalog;
  readonly trigger: Condition;
  /** A run about a subject lets no other one begin for so many days; occasions are never older than that. */
  readonly quietDays: number;
  /** Occasions among events that everybody below has already seen. */
  occasions(
    trx: WorkspaceTransaction,
    events: readonly StoredEvent[],
  ): Promise<readonly Occasion[]>;
  /** Each step through `runStep`, so that a crash repeats none. */
  work(work: AgentWork): Promise<void>;
}
