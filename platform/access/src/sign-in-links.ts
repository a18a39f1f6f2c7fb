import { AppError, type Clock } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import type { User } from "@causeway/platform-http";
import type { People } from "./people.ts";
import { hashSecret, newSecret } from "./secret.ts";
import type { AccessTables } from "./tables.ts";

const lifetimeMs = 3600 * 1000;

/** A new one-time token by which a person sets a new password; their older ones end with it. */
export async function newSignInToken(
  database: Database,
  clock: Clock,
  user: User,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = newSecret();
  const expiresAt = new Date(clock().getTime() + lifetimeMs);
  await database.shared(async (trx) => {
    const tables = trx.$extendTables<AccessTables>();
    await tables.deleteFrom("sign_in_links").where("user_id", "=", user.id).execute();
    await tables
      .insertInto("sign_in_links")
      .values({ token_hash: hashSecret(token), user_id: user.id, expires_at: expiresAt })
      .execute();
  });
  return { token, expiresAt };
}

/** Whose link it is. Throws AppError("not-found") for one that is wrong, used or expired. */
export async function readSignInLink(
  database: Database,
  people: People,
  clock: Clock,
  token: string,
): Promise<User> {
  const found = await database.shared((trx) =>
    trx
      .$extendTables<AccessTables>()
      .selectFrom("sign_in_links")
      .select("user_id")
      .where("token_hash", "=", hashSecret(token))
      .where("expires_at", ">", clock())
      .executeTakeFirst(),
  );
  return personOf(people, found?.user_id);
}

/**
 * Sets the password of the person the link was made for and ends all of their sessions; the link ends with it.
 * Throws AppError("not-found") for a link that is wrong, used or expired.
 */
export async function useSignInLink(
  database: Database,
  people: People,
  clock: Clock,
  input: { readonly token: string; readonly password: string },
): Promise<User> {
  return database.shared(async (trx) => {
    const used = await trx
      .$extendTables<AccessTables>()
      .deleteFrom("sign_in_links")
      .where("token_hash", "=", hashSecret(input.token))
      .where("expires_at", ">", clock())
      .returning("user_id")
      .executeTakeFirst();
    const person = await personOf(people, used?.user_id);
    await people.setPassword(person.id, input.password);
    return person;
  });
}

async function personOf(people: People, id: string | undefined): Promise<User> {
  const person = id === undefined ? undefined : (await people.byIds([id])).get(id);
  if (person) return person;
  throw new AppError("not-found", {
    zh: "链接已用过、已过期或不完整，请索取新的链接。",
    en: "The link was used, has expired or is not complete. Ask for a new one.",
  });
}
