import type { Delivery } from "./insert-events.ts";

/** Deliveries that share a transaction: all of them are stored, or none. */
export interface WaitingGroup {
  readonly deliveries: Delivery[];
  events: number;
  rejected: number;
  /** Of its events, those whose partitions were not known when they came. */
  readonly newMonths: Set<string>;
  /** Memory that they hold, near enough. */
  bytes: number;
  /** One for all of the group, as they share its outcome. */
  readonly stored: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Adds a delivery to the last group, or to a new one when it would hold more than `maxEvents` events. */
export function joinGroup(
  groups: WaitingGroup[],
  delivery: Delivery,
  bytes: number,
  maxEvents: number,
): WaitingGroup {
  const last = groups.at(-1);
  const isRoom = last !== undefined && last.events + delivery.events.length <= maxEvents;
  const group = isRoom ? last : newGroup();
  if (!isRoom) groups.push(group);
  group.deliveries.push(delivery);
  group.events += delivery.events.length;
  group.rejected += delivery.rejected.length;
  group.bytes += bytes;
  return group;
}

function newGroup(): WaitingGroup {
  let [resolve, reject]: [() => void, (error: unknown) => void] = [
    () => undefined,
    () => undefined,
  ];
  const stored = new Promise<void>((kept, failed) => {
    [resolve, reject] = [kept, failed];
  });
  const newMonths = new Set<string>();
  return { deliveries: [], events: 0, rejected: 0, newMonths, bytes: 0, stored, resolve, reject };
}
