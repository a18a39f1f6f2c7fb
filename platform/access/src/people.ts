import { AppError, type UserId } from "@causeway/kernel";
import type { Database } from "@causeway/platform-database";
import type { User } from "@causeway/platform-http";
import type { Auth } from "./auth.ts";

/** The people who can sign in. */
export interface People {
  count(): Promise<number>;
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, User>>;
  byEmail(email: string): Promise<User | undefined>;
  /** Throws AppError("conflict") when the address has an account already. */
  create(person: { name: string; email: string; password: string }): Promise<User>;
  /** A new password; whoever is signed in as this person no longer is. */
  setPassword(id: UserId, password: string): Promise<void>;
}

export function createPeople(auth: Auth, database: Pick<Database, "libraryPool">): People {
  const pool = database.libraryPool("auth");
  const select = `select id, name, email from "user"`;
  const query = async (text: string, values: readonly unknown[]) =>
    (await pool.query<User>(text, [...values])).rows;
  return {
    async count() {
      const { rows } = await pool.query<{ count: string }>(`select count(*) from "user"`);
      return Number(rows[0]?.count ?? 0);
    },
    async byIds(ids) {
      const users = ids.length === 0 ? [] : await query(`${select} where id = any($1)`, [ids]);
      return new Map(users.map((user) => [user.id, user]));
    },
    async byEmail(email) {
      return (await query(`${select} where email = $1`, [email.toLowerCase()]))[0];
    },
    async create({ name, email, password }) {
      const context = await auth.$context;
      const address = email.toLowerCase();
      if (await context.internalAdapter.findUserByEmail(address)) {
        throw new AppError("conflict", {
          zh: `${address} 已有账户`,
          en: `${address} has an account already`,
        });
      }
      const hash = await context.password.hash(password);
      const user = await context.internalAdapter.createUser(
        { name, email: address, emailVerified: true },
        { method: "email-password" },
      );
      await context.internalAdapter.linkAccount({
        providerId: "credential",
        accountId: user.id,
        userId: user.id,
        password: hash,
      });
      return { id: user.id as UserId, name: user.name, email: user.email };
    },
    async setPassword(id, password) {
      const context = await auth.$context;
      await context.internalAdapter.updatePassword(id, await context.password.hash(password));
      await context.internalAdapter.deleteUserSessions(id);
    },
  };
}
