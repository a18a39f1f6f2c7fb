import type { Clock, WorkspaceId } from "@causeway/kernel";
import type { MembersOf } from "@causeway/module-records";
import type { EventWriter, Projection, WrittenGroup } from "@causeway/module-touchpoints";
import type { AccessControl } from "@causeway/platform-access";
import type { Database } from "@causeway/platform-database";
import type { Route, SourceAuthenticator, VeilOf } from "@causeway/platform-http";
import type { Jobs, JobsLog, Outbox } from "@causeway/platform-jobs";
import type { BackupState } from "../backup-state.ts";

/** All modules joined, without a port to listen on. */
export interface Product {
  readonly access: AccessControl;
  readonly jobs: Jobs;
  readonly outbox: Outbox;
  readonly routes: readonly Route[];
  readonly projections: readonly Projection[];
  readonly writer: EventWriter;
  /** Names of people by id. */
  readonly userNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Who may own records of a workspace. */
  readonly membersOf: MembersOf;
  readonly sourceAuthenticator: SourceAuthenticator;
  readonly veilOf: VeilOf;
  /** Takes up conversions and indexes that an end of the process has left; by itself every minute. */
  readonly resumeTables: () => Promise<void>;
  /** Begins to fill a workspace with the demo company. */
  readonly startDemo: (workspace: WorkspaceId) => Promise<void>;
  /** Ends open streams and listeners; jobs and database are the caller's. */
  close(): Promise<void>;
}

export interface ProductOptions {
  readonly database: Database;
  readonly publicUrl: string;
  /** Where this process itself reaches the server; `publicUrl` unless given. */
  readonly localUrl?: string;
  readonly log: JobsLog;
  /** False for a command beside a server: it sends jobs, the server works them off. */
  readonly works?: boolean;
  readonly clock?: Clock;
  /** Customers of a demo company that is loaded; 1,000 unless given. */
  readonly demoCustomers?: number | undefined;
  /** What became of the last backups; nothing is known unless given. */
  readonly readBackups?: () => BackupState | undefined;
  /** Called after every transaction that stores events, for counting. */
  readonly onGroup?: (group: WrittenGroup) => void;
}
