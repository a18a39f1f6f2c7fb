import type { SourceId, UserId, WorkspaceId } from "@causeway/kernel";
import type { Role } from "@causeway/platform-contract";

/** Who may call a route. Every route names one; there is no default. */
export type Access =
  /** Anyone, signed in or not; `why` says for reviewers why that is safe. */
  | { readonly kind: "public"; readonly why: string }
  /** Any signed-in person. */
  | { readonly kind: "session" }
  /** A member of the workspace in the path with this role or a higher one. */
  | { readonly kind: "workspace"; readonly role: Role }
  /** An ingestion source, by its write key. */
  | { readonly kind: "source" };

/** Who did something, as histories and journals store it. */
export interface Actor {
  readonly kind: "user" | "agent" | "import" | "source" | "system";
  readonly id: string;
}

export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
}

/** Who sent a request, and how we know. */
export interface Identity {
  readonly user: User;
  readonly via: "session" | "key";
  /** An API key reaches one workspace, with at most this role. */
  readonly limit?: { readonly workspace: WorkspaceId; readonly role: Role };
}

/** What HTTP asks of `platform/access`. */
export interface Authenticator {
  /** The sender by cookie or `Authorization: Bearer` key; null when there is none or it is not valid. */
  identify(headers: Headers): Promise<Identity | null>;
  /** The sender's role in a workspace, limits of a key applied; null for anyone who is not in it. */
  roleIn(identity: Identity, workspace: WorkspaceId): Promise<Role | null>;
}

/** The source behind a write key, and the decoded payload when finding the key meant decoding it. */
export interface SourceIdentity {
  readonly workspace: WorkspaceId;
  readonly source: SourceId;
  readonly payload?: unknown;
}

/** Where a write key may stand: headers, query, or (decoded by the authenticator) the body. */
export interface SourceCredentials {
  /** One header, or null; `name` in lower case. */
  readonly header: (name: string) => string | null;
  readonly query: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** Finds the source of an ingestion request; throws `AppError("unauthenticated")` for a key that is unknown. */
export type SourceAuthenticator = (
  credentials: SourceCredentials,
) => SourceIdentity | Promise<SourceIdentity>;

const rank: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

/** Whether a role has at least the rights of the needed one. */
export function roleReaches(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed];
}

/** The lower of two roles. */
export function lowerRole(left: Role, right: Role): Role {
  return rank[left] <= rank[right] ? left : right;
}
