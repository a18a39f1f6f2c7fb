import { AppError } from "@causeway/kernel";
import { type Connection, withClient } from "./connection.ts";
import { quoteIdentifier, quoteLiteral } from "./identifiers.ts";
import { inTransaction } from "./migrate-installation.ts";
import { sqlState } from "./retry-conflicts.ts";

const invalidPassword = "28P01";

/**
 * Makes sure that the login role can sign in. Its password follows from CAUSEWAY_SECRET or the key file: when that has
 * changed, the role gets the new one.
 */
export async function signInLogin(admin: Connection, login: Connection): Promise<void> {
  const failure = await trySignIn(login);
  if (failure === undefined) return;
  if (sqlState(failure) === invalidPassword) {
    if ((await setPassword(admin, login)) === undefined) return;
  }
  throw new AppError(
    "unavailable",
    {
      zh: `服务器拒绝 Causeway 为自己建立的角色“${login.user}”（${failure.message}）。请检查 pg_hba.conf 是否允许所有角色连接数据库“${login.database}”。`,
      en: `The server refuses the role "${login.user}" that Causeway made for itself (${failure.message}). Does pg_hba.conf let every role into the database "${login.database}"?`,
    },
    { cause: failure },
  );
}

/** Servers that start together change the role one after the other: PostgreSQL refuses two changes of it at once. */
async function setPassword(admin: Connection, login: Connection): Promise<Error | undefined> {
  await withClient(admin, (client) =>
    inTransaction(client, async () => {
      if ((await trySignIn(login)) === undefined) return;
      await client.query(
        `alter role ${quoteIdentifier(login.user)} password ${quoteLiteral(login.password)}`,
      );
    }),
  );
  return trySignIn(login);
}

async function trySignIn(login: Connection): Promise<Error | undefined> {
  try {
    await withClient(login, (client) => client.query("select 1"));
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
