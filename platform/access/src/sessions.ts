import { AppError, issueAt, type UserId } from "@causeway/kernel";
import type { User } from "@causeway/platform-http";
import { APIError } from "better-auth/api";
import type { Auth } from "./auth.ts";

/** Cookies for the browser, and who they belong to. */
export interface SignedIn {
  readonly user: User;
  readonly cookies: readonly string[];
}

/** Checks the password. Throws AppError("unauthenticated") that does not tell which of the two was wrong. */
export async function signIn(
  auth: Auth,
  input: { readonly email: string; readonly password: string },
  headers: Headers,
): Promise<SignedIn> {
  try {
    const answer = await auth.api.signInEmail({
      body: { email: input.email.toLowerCase(), password: input.password },
      headers: aboutClient(headers),
      returnHeaders: true,
    });
    const { id, name, email } = answer.response.user;
    return { user: { id: id as UserId, name, email }, cookies: answer.headers.getSetCookie() };
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    throw new AppError(
      "unauthenticated",
      { zh: "邮箱或密码不正确", en: "E-mail or password is wrong" },
      { cause: error },
    );
  }
}

/** Ends the session of the cookie; the cookies that delete it. */
export async function signOut(auth: Auth, headers: Headers): Promise<readonly string[]> {
  const answer = await auth.api.signOut({ headers, returnHeaders: true });
  return answer.headers.getSetCookie();
}

/** The user of the session cookie, and new cookies when the session was prolonged. */
export async function sessionUser(auth: Auth, headers: Headers): Promise<SignedIn | null> {
  if (!headers.has("cookie")) return null;
  const { response, headers: answer } = await auth.api.getSession({ headers, returnHeaders: true });
  if (!response) return null;
  const { id, name, email } = response.user;
  return { user: { id: id as UserId, name, email }, cookies: answer.getSetCookie() };
}

/** Sets a new password and ends every other session. Throws AppError("unauthenticated") when the old one is wrong. */
export async function changePassword(
  auth: Auth,
  input: { readonly currentPassword: string; readonly newPassword: string },
  headers: Headers,
): Promise<readonly string[]> {
  try {
    const answer = await auth.api.changePassword({
      body: { ...input, revokeOtherSessions: true },
      headers,
      returnHeaders: true,
    });
    return answer.headers.getSetCookie();
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    throw new AppError("bad-input", wrongPassword, {
      issues: [issueAt("body.currentPassword", wrongPassword)],
      cause: error,
    });
  }
}

/** Only what describes the client: a cookie that comes along must not decide who is signed in. */
function aboutClient(headers: Headers): Headers {
  const agent = headers.get("user-agent");
  return new Headers(agent === null ? {} : { "user-agent": agent });
}

const wrongPassword = { zh: "当前密码不正确", en: "The current password is wrong" };
