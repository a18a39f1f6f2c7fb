import type { WorkspaceTransaction } from "@causeway/platform-database";
import type { EventSelection } from "../log/read-events.ts";
import type { EventHead, StoredEvent } from "../log/stored-event.ts";

/**
 * Tables computed from the event log alone, so that they can be thrown away and computed again.
 * The runner calls `apply` with every event that it reads exactly once, in the order of the log, in the transaction that
 * moves the cursor.
 */
export type Projection = EventProjection | HeadProjection;

/** Reads what events hold. */
export interface EventProjection extends ProjectionBase {
  readonly reads?: "events";
  /** What concerns it, where that is little of the log; all unless given. */
  readonly only?: EventSelection;
  /** Must depend on the events and its own tables (and those of `after`) only: no clock, no randomness. */
  apply(trx: WorkspaceTransaction, events: readonly StoredEvent[]): Promise<void>;
}

/** Looks up what the projections before it have made of events. */
interface HeadProjection extends ProjectionBase {
  readonly reads: "heads";
  /** Must depend on the events, its own tables and those of `after` only. */
  apply(trx: WorkspaceTransaction, events: readonly EventHead[]): Promise<void>;
}

interface ProjectionBase {
  /** Unique; its cursor is stored under it. */
  readonly name: string;
  /** Raised when `apply` decides differently than before: the tables are then computed again. 1 unless given. */
  readonly version?: number;
  /** Projections that must have seen an event before this one does. */
  readonly after?: readonly string[];
  /** Called once in the transaction in which tables that were computed again from the history are whole. */
  rebuilt?(trx: WorkspaceTransaction): Promise<void>;
  /** Empties its tables; runs under the owner role, so that TRUNCATE is allowed. */
  reset(trx: WorkspaceTransaction): Promise<void>;
}

/**
 * The projections so that each stands after those it builds on.
 * Throws TypeError for a name that is unknown or used twice, and for a circle.
 */
export function orderProjections(projections: readonly Projection[]): readonly Projection[] {
  const byName = new Map(projections.map((projection) => [projection.name, projection]));
  if (byName.size !== projections.length) throw new TypeError("Two projections share a name");
  const ordered: Projection[] = [];
  const open = new Set<string>();
  const visit = (name: string): void => {
    const projection = byName.get(name);
    if (projection === undefined) throw new TypeError(`There is no projection "${name}"`);
    if (ordered.includes(projection)) return;
    if (open.has(name)) throw new TypeError(`Projection "${name}" builds on itself`);
    open.add(name);
    for (const needed of projection.after ?? []) visit(needed);
    ordered.push(projection);
  };
  for (const { name } of projections) visit(name);
  return ordered;
}

/** A projection and everything that builds on it, in the order of application. */
export function withDependents(
  projections: readonly Projection[],
  name: string,
): readonly Projection[] {
  const affected = new Set([name]);
  const ordered = orderProjections(projections);
  if (!ordered.some((projection) => projection.name === name)) {
    throw new TypeError(`There is no projection "${name}"`);
  }
  for (const projection of ordered) {
    if (projection.after?.some((needed) => affected.has(needed))) affected.add(projection.name);
  }
  return ordered.filter((projection) => affected.has(projection.name));
}
