import { AppError, type Clock, newId, type UserId, type WorkspaceId } from "@causeway/kernel";
import type { Invitation, Role } from "@causeway/platform-contract";
import type { Database, SharedTransaction } from "@causeway/platform-database";
import { roleReaches } from "@causeway/platform-http";
import { insertMember } from "./memberships.ts";
import { hashSecret, newSecret } from "./secret.ts";
import type { AccessTables } from "./tables.ts";

const lifetimeMs = 7 * 24 * 3600 * 1000;

/** Makes an invitation; its token is given once. Throws AppError("forbidden") for a role above the inviter's. */
export async function invite(
  database: Database,
  clock: Clock,
  input: {
    readonly workspace: WorkspaceId;
    readonly email: string;
    readonly role: Role;
    readonly by: { readonly id: UserId; readonly role: Role };
  },
): Promise<Invitation & { readonly token: string }> {
  const { workspace, role, by } = input;
  if (!roleReaches(by.role, role)) {
    throw new AppError("forbidden", {
      zh: "邀请的角色不能高于你自己的角色",
      en: "You can invite up to your own role",
    });
  }
  const token = newSecret();
  const invitation = {
    id: newId(),
    email: input.email.toLowerCase(),
    role,
    expires_at: new Date(clock().getTime() + lifetimeMs),
  };
  await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .insertInto("invitations")
        .values({
          ...invitation,
          workspace_id: workspace,
          token_hash: hashSecret(token),
          invited_by: by.id,
          accepted_at: null,
        })
        .execute(),
    { kind: "workspace", workspace },
  );
  return { ...present({ ...invitation, accepted_at: null }), token };
}

export async function listInvitations(
  database: Database,
  workspace: WorkspaceId,
): Promise<readonly Invitation[]> {
  const rows = await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .selectFrom("invitations")
        .select(["id", "email", "role", "expires_at", "accepted_at"])
        .orderBy("created_at", "desc")
        .limit(500)
        .execute(),
    { kind: "workspace", workspace },
  );
  return rows.map(present);
}

/** Ends an invitation, so that its link leads nowhere. */
export async function withdrawInvitation(
  database: Database,
  workspace: WorkspaceId,
  id: string,
): Promise<void> {
  const deleted = await database.shared(
    (trx) =>
      trx
        .$extendTables<AccessTables>()
        .deleteFrom("invitations")
        .where("id", "=", id)
        .executeTakeFirst(),
    { kind: "workspace", workspace },
  );
  if (deleted.numDeletedRows === 0n)
    throw new AppError("not-found", { zh: "没有这个邀请", en: "There is no such invitation" });
}

export interface Offer {
  readonly workspace: WorkspaceId;
  readonly workspaceName: string;
  readonly email: string;
  readonly role: Role;
}

const resolving = {
  kind: "installation",
  why: "the token tells which workspace invited; the sender is in none yet",
} as const;

/**
 * What an invitation's link offers. Throws AppError("not-found") for one that is unknown, used or expired, or whose
 * inviter may no longer invite: who was removed must not come back by a link of their own.
 */
export async function readOffer(database: Database, clock: Clock, token: string): Promise<Offer> {
  return database.shared((trx) => findOffer(trx, clock, token), resolving);
}

/** Accepts an invitation for the person that `person` finds or makes; nothing happens when that throws. */
export async function acceptInvitation<T extends { readonly user: { readonly id: UserId } }>(
  database: Database,
  clock: Clock,
  token: string,
  person: (offer: Offer) => Promise<T>,
): Promise<T> {
  return database.shared(async (trx) => {
    const tables = trx.$extendTables<AccessTables>();
    const offer = await findOffer(trx, clock, token);
    const taken = await tables
      .updateTable("invitations")
      .set({ accepted_at: clock() })
      .where("token_hash", "=", hashSecret(token))
      .where("accepted_at", "is", null)
      .executeTakeFirst();
    if (taken.numUpdatedRows === 0n) throw unknownInvitation();
    const result = await person(offer);
    await insertMember(trx, offer.workspace, result.user.id, offer.role);
    return result;
  }, resolving);
}

async function findOffer(trx: SharedTransaction, clock: Clock, token: string): Promise<Offer> {
  const found = await trx
    .$extendTables<AccessTables>()
    .selectFrom("invitations")
    .innerJoin("workspaces", "workspaces.id", "invitations.workspace_id")
    .innerJoin("memberships as inviter", (join) =>
      join
        .onRef("inviter.workspace_id", "=", "invitations.workspace_id")
        .onRef("inviter.user_id", "=", "invitations.invited_by"),
    )
    .select([
      "workspaces.id as workspace",
      "workspaces.name as workspaceName",
      "invitations.email",
      "invitations.role",
      "inviter.role as inviterRole",
    ])
    .where("token_hash", "=", hashSecret(token))
    .where("accepted_at", "is", null)
    .where("expires_at", ">", clock())
    .executeTakeFirst();
  if (!found) throw unknownInvitation();
  const { inviterRole, workspace, ...offer } = found;
  if (!roleReaches(inviterRole, "admin") || !roleReaches(inviterRole, offer.role)) {
    throw unknownInvitation();
  }
  return { ...offer, workspace: workspace as WorkspaceId };
}

function unknownInvitation(): AppError {
  return new AppError("not-found", {
    zh: "邀请已用过、已过期或不完整，请索取新的邀请。",
    en: "The invitation was used, has expired or is not complete. Ask for a new one.",
  });
}

function present(row: {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly expires_at: Date;
  readonly accepted_at: Date | null;
}): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    expiresAt: row.expires_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
  };
}
