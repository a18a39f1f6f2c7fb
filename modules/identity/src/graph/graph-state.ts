import type { ProfileId } from "@causeway/kernel";
import { defaultBook, type RuleBook } from "../rules/identity-rules.ts";
import { type Constraints, noConstraints } from "./constraints.ts";

/** A profile as the resolver sees it. Profiles are never deleted: a merged one points to the one it belongs to. */
export interface ProfileNode {
  readonly id: ProfileId;
  /** The identifier that founded it. */
  readonly kind: string;
  readonly value: string;
  /** Itself, or the profile it was merged into. */
  parent: ProfileId;
  /** Whether a person's identifier is tied to it, not only a browser. */
  known: boolean;
  /** Whether it was so already where it is kept. */
  readonly wasKnown: boolean;
  /** Id of the event that founded it; the elder of two survives a merge. */
  readonly foundedBy: bigint;
  /** How many identifiers of each kind the merged person holds; kept at the root. */
  readonly counts: Map<string, number>;
  /** Identifiers and founders of the merged person about which something was decided, by `identifierKey`; at the root. */
  readonly marks: Set<string>;
}

/** A person's identifier, tied to the profile that it was first seen with. */
export interface PersonLink {
  readonly profile: ProfileId;
  /** It says not who it is: a number that two named people have is a switchboard's; a mailbox of a role is so from the start. */
  shared: boolean;
}

/** A browser or device, and who sits before it. */
export interface DeviceLink {
  /** The profile that its events belong to now. */
  profile: ProfileId;
  /** Two known people have used it: it no longer says who it is. */
  shared: boolean;
  /** When somebody last named themselves on it, in milliseconds; null while nobody has. */
  knownAtMs: number | null;
  /** Since when nobody but its person is known to have named themselves on it; null while nobody has. */
  seatedAtMs: number | null;
  /** How often another known person took the seat. */
  switches: number;
}

/** The part of the identity graph that a batch of events touches. */
export interface GraphState {
  readonly profiles: Map<ProfileId, ProfileNode>;
  /** By `identifierKey`. */
  readonly people: Map<string, PersonLink>;
  /** By anonymous id. */
  readonly devices: Map<string, DeviceLink>;
  readonly book: RuleBook;
  readonly constraints: Constraints;
}

/** A graph without anybody, under rules and decisions. */
export function emptyGraph(
  book: RuleBook = defaultBook,
  constraints: Constraints = noConstraints,
): GraphState {
  return { profiles: new Map(), people: new Map(), devices: new Map(), book, constraints };
}

/** The profile that a profile has become. Throws RangeError when the state lacks one on the way. */
export function rootOf(state: GraphState, id: ProfileId): ProfileNode {
  let node = nodeOf(state, id);
  while (node.parent !== node.id) node = nodeOf(state, node.parent);
  return node;
}

function nodeOf(state: GraphState, id: ProfileId): ProfileNode {
  const node = state.profiles.get(id);
  if (node === undefined) throw new RangeError(`Profile ${id} was not loaded`);
  return node;
}
