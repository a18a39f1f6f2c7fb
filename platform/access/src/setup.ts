import { AppError, type Clock, type WorkspaceId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import type { User } from "@causeway/platform-http";
import { insertMember } from "./memberships.ts";
import type { People } from "./people.ts";
import { hashSecret, newSecret } from "./secret.ts";
import type { AccessTables } from "./tables.ts";

const lifetimeMs = 24 * 3600 * 1000;

const founding = {
  kind: "installation",
  why: "nobody is a member of anything before the first person",
} as const;

/** A new one-time token for the first owner; older ones end with it. Undefined once there is somebody. */
export async function newSetupToken(
  database: Database,
  people: People,
  clock: Clock,
): Promise<string | undefined> {
  if ((await people.count()) > 0) return undefined;
  const token = newSecret();
  await database.shared(async (trx) => {
    const tables = trx.$extendTables<AccessTables>();
    await tables.deleteFrom("setup_tokens").execute();
    await tables
      .insertInto("setup_tokens")
      .values({
        token_hash: hashSecret(token),
        expires_at: new Date(clock().getTime() + lifetimeMs),
      })
      .execute();
  });
  return token;
}

/**
 * Makes the first person from a one-time token, who administers the installation and owns the workspaces that
 * commands founded before anybody could sign in.
 * Throws AppError("forbidden") for a token that is wrong, used or expired.
 */
export async function useSetupToken(
  database: Database,
  people: People,
  clock: Clock,
  input: { readonly token: string; name: string; email: string; password: string },
): Promise<User> {
  return database.shared(async (trx) => {
    const tables = trx.$extendTables<AccessTables>();
    // The row lock of the delete makes two uses at once wait for each other; the later one finds nothing.
    const used = await tables
      .deleteFrom("setup_tokens")
      .where("token_hash", "=", hashSecret(input.token))
      .where("expires_at", ">", clock())
      .executeTakeFirst();
    if (used.numDeletedRows === 0n || (await people.count()) > 0) {
      throw new AppError("forbidden", {
        zh: "链接已用过、已过期或不完整。重新启动 Causeway 会给出新的链接。",
        en: "The link was used, has expired or is not complete. Restart Causeway to print a new one.",
      });
    }
    const user = await people.create(input);
    await tables.insertInto("administrators").values({ user_id: user.id }).execute();
    const found = await trx.selectFrom("workspaces").select("id").execute();
    for (const { id } of found) await insertMember(trx, id as WorkspaceId, user.id, "owner");
    return user;
  }, founding);
}
