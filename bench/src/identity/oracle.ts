import type { EventItem } from "@causeway/engine-simulation";
import { identifiersIn } from "./identifiers-in.ts";
import type { Owned } from "./score-assignments.ts";

/**
 * What nobody could do better: an event is known when it hangs together, over identifiers, devices, addresses and
 * browsers of its true person's own events, with one that names the person.
 */
export function findIdentifiable(items: readonly EventItem[]): readonly Owned[] {
  const parent = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root))
      root = next;
    return root;
  };
  const keysOf = ({ truth, event }: EventItem): readonly string[] =>
    identifiersIn(event).keys.map((key) => `${truth.person} ${key}`);
  const named = new Set<string>();
  for (const item of items) {
    const [first, ...others] = keysOf(item);
    if (first === undefined || item.truth.person === undefined) continue;
    for (const other of others) parent.set(rootOf(other), rootOf(first));
  }
  for (const item of items) {
    const [first] = keysOf(item);
    if (first !== undefined && identifiersIn(item.event).isNamed) named.add(rootOf(first));
  }
  return items.map((item) => {
    const [first] = keysOf(item);
    const known =
      item.truth.person !== undefined && first !== undefined && named.has(rootOf(first));
    return { item, owner: known ? `${item.truth.person}` : null, known };
  });
}
