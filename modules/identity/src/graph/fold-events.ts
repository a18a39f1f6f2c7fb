import type { ProfileId } from "@causeway/kernel";
import type { StoredEvent } from "@causeway/module-touchpoints";
import { type EventIdentity, readIdentity } from "../identifiers/read-identity.ts";
import type { RuleBook } from "../rules/identity-rules.ts";
import type { GraphChange } from "./graph-change.ts";
import type { GraphState } from "./graph-state.ts";
import { type ResolvableEvent, resolveEvent } from "./resolve-event.ts";

/** An event with what it says about its people, ready to be resolved. */
export interface AskedEvent {
  readonly event: StoredEvent;
  readonly identity: EventIdentity;
  readonly resolvable: ResolvableEvent;
}

/** An event with what it said and whose it turned out to be. */
export interface ResolvedEvent {
  readonly event: StoredEvent;
  readonly identity: EventIdentity;
  readonly profile: ProfileId;
  readonly changes: readonly GraphChange[];
}

/** Reads whom an event is about, under the rules. */
export function askOf(event: StoredEvent, book: RuleBook): AskedEvent {
  const identity = readIdentity(event, book);
  const { person, device } = identity;
  const occurredAtMs = event.occurredAt.getTime();
  return {
    event,
    identity,
    resolvable: { id: BigInt(event.id), occurredAtMs, person, device },
  };
}

/** Resolves events in their order, changing the state; those that name neither person nor device are left out. */
export function foldEvents(
  state: GraphState,
  asked: readonly AskedEvent[],
): readonly ResolvedEvent[] {
  return asked.flatMap(({ event, identity, resolvable }): readonly ResolvedEvent[] => {
    const { profile, changes } = resolveEvent(state, resolvable);
    return profile === null ? [] : [{ event, identity, profile, changes }];
  });
}
