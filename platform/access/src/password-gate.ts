import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type Clock, newId } from "@causeway/kernel";
import type { SecretBox } from "@causeway/platform-database";
import { createRateLimiter, RateLimited, senderNetwork } from "@causeway/platform-http";

/** Who tries a password, for which account. */
export interface Attempt {
  readonly email: string;
  readonly ip: string;
  readonly headers: Headers;
}

/** Stands before every check of a password, so that guessing is slow and nobody can lock somebody else out. */
export interface PasswordGate {
  /** Throws RateLimited when there were too many tries; asked before the password is looked at. */
  enter(attempt: Attempt): void;
  /** The cookie by which this browser is known for this account from now on; given once the password was right. */
  remember(attempt: Attempt): string;
}

const fromNetwork = { max: 10, windowSeconds: 15 * 60 };
const fromStrangers = { max: 100, windowSeconds: 3600 };
const fromDevice = { max: 10, windowSeconds: 15 * 60 };
const cookieSeconds = 400 * 24 * 3600;

/**
 * Limits tries by account and by device ("Slow Down Online Guessing Attacks with Device Cookies", OWASP): a browser in
 * which the password was right before has an allowance of its own; all others share one, which an attacker may use up
 * without harm to that browser. An account that does not exist is counted like any other.
 */
export function createPasswordGate(options: {
  readonly secrets: Pick<SecretBox, "derive">;
  readonly secureCookies: boolean;
  readonly clock: Clock;
}): PasswordGate {
  const key = options.secrets.derive("device-cookie");
  const networks = createRateLimiter(fromNetwork, options.clock);
  const strangers = createRateLimiter(fromStrangers, options.clock);
  const devices = createRateLimiter(fromDevice, options.clock);
  const sign = (account: string, device: string) =>
    createHmac("sha256", key).update(`${account} ${device}`).digest("base64url");
  const deviceOf = (account: string, headers: Headers): string | undefined => {
    const value = readCookie(headers.get("cookie") ?? "", cookieName(account));
    const [device = "", signature = ""] = value?.split(".") ?? [];
    return isSame(signature, sign(account, device)) ? device : undefined;
  };
  return {
    enter({ email, ip, headers }) {
      const account = email.toLowerCase();
      const device = deviceOf(account, headers);
      const wait =
        device === undefined
          ? networks.take(`${account} ${senderNetwork(ip)}`) || strangers.take(account)
          : devices.take(`${account} ${device}`);
      if (wait > 0) throw new RateLimited(wait);
    },
    remember({ email, headers }) {
      const account = email.toLowerCase();
      const device = deviceOf(account, headers) ?? newId();
      const parts = [
        `${cookieName(account)}=${device}.${sign(account, device)}`,
        "Path=/api",
        `Max-Age=${cookieSeconds}`,
        "HttpOnly",
        "SameSite=Lax",
        ...(options.secureCookies ? ["Secure"] : []),
      ];
      return parts.join("; ");
    },
  };
}

/** One cookie for each account that signs in at this browser; the name does not tell which. */
function cookieName(account: string): string {
  const hash = createHash("sha256").update(account).digest("hex");
  return `causeway.device.${hash.slice(0, 12)}`;
}

function readCookie(cookies: string, name: string): string | undefined {
  const prefix = `${name}=`;
  return cookies
    .split(/; */)
    .find((cookie) => cookie.startsWith(prefix))
    ?.slice(prefix.length);
}

function isSame(left: string, right: string): boolean {
  const [one, two] = [Buffer.from(left), Buffer.from(right)];
  return one.length === two.length && timingSafeEqual(one, two);
}
