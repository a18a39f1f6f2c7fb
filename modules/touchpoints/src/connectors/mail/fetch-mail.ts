import { isIP } from "node:net";
import { AppError } from "@causeway/kernel";
import type { SettingValues } from "@causeway/platform-contract";
import { type FetchQueryObject, ImapFlow } from "imapflow";
import { connectionProblem } from "../../network/connection-problem.ts";
import { reachOf } from "../../network/reach-field.ts";
import { reachHost } from "../../network/reach-host.ts";
import { asObject, type JsonObject } from "../../wire/json-object.ts";
import type { FetchContext, Fetched, RawDelivery } from "../connector.ts";

const atOnce = 50;
/** Enough for the headers and the text; what is attached is not fetched. */
const longestSource = 128 * 1024;
const dayMs = 86_400_000;
const query: FetchQueryObject = { uid: true, source: { start: 0, maxLength: longestSource } };

/** How far a folder has been read (RFC 3501: UIDs rise, while UIDVALIDITY stays the same). */
interface FolderPlace {
  readonly validity: string;
  readonly uid: number;
}

/**
 * New messages of a mailbox's folders, at most 50 at once. Folders are opened for reading only: nothing is marked as seen.
 * The first time, messages of the last `days` days count as new.
 */
export async function fetchMail(
  settings: SettingValues,
  cursor: JsonObject | null,
  { signal, now }: FetchContext,
): Promise<Fetched> {
  const client = connect(settings, await reachHost(settings["host"] ?? "", reachOf(settings)));
  const abort = (): void => client.close();
  signal.addEventListener("abort", abort, { once: true });
  try {
    await client.connect();
    const places: Record<string, FolderPlace> = {};
    const deliveries: RawDelivery[] = [];
    let more = false;
    for (const folder of foldersOf(settings)) {
      const known = placeOf(cursor, folder);
      const room = atOnce - deliveries.length;
      const found = await readFolder(client, folder, known, { room, settings, now });
      places[folder] = found.place;
      more ||= found.more;
      deliveries.push(...found.deliveries);
    }
    return { deliveries, cursor: places as JsonObject, more };
  } catch (error) {
    throw failureOf(error, settings["host"] ?? "");
  } finally {
    signal.removeEventListener("abort", abort);
    await client.logout().catch(() => client.close());
  }
}

function connect(settings: SettingValues, address: string): ImapFlow {
  const { host = "", port = "", user = "", password = "", security, authority = "" } = settings;
  const client = new ImapFlow({
    ...{ host: address, port: Number(port), secure: security === "tls" },
    auth: { user, pass: password },
    // What the certificate must be for.
    ...(isIP(host.replace(/^\[|\]$/g, "")) === 0 && { servername: host }),
    ...(authority !== "" && { tls: { ca: authority } }),
    // A password never crosses a network in the clear.
    doSTARTTLS: security === "starttls" && !isLoopback(host) ? true : undefined,
    ...{ logger: false, disableAutoIdle: true },
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 },
  });
  // Errors also reject what is waited for; without a listener they would end the process.
  client.on("error", () => undefined);
  return client;
}

async function readFolder(
  client: ImapFlow,
  folder: string,
  known: FolderPlace | null,
  bounds: { readonly room: number; readonly settings: SettingValues; readonly now: Date },
): Promise<{ deliveries: RawDelivery[]; place: FolderPlace; more: boolean }> {
  const lock = await client.getMailboxLock(folder, { readOnly: true });
  try {
    const mailbox = client.mailbox;
    if (mailbox === false) {
      throw new AppError("unavailable", {
        zh: `文件夹 ${folder} 无法打开`,
        en: `The folder ${folder} does not open`,
      });
    }
    const validity = String(mailbox.uidValidity);
    const isSame = known?.validity === validity;
    const from = isSame ? known.uid : 0;
    const uids = await newUids(client, isSame, from, bounds);
    const some = uids.slice(0, bounds.room);
    const deliveries: RawDelivery[] = [];
    // One by one: some servers cut short what several messages are asked for in parts.
    for (const one of some) {
      const message = await client.fetchOne(String(one), query, { uid: true });
      const source = message === false ? undefined : message.source;
      if (source) deliveries.push(mailDelivery(source, folder, bounds.now));
    }
    // With nothing new the place is the end of the folder, so that old mail is not searched again.
    const end = Math.max(from, (mailbox.uidNext ?? 1) - 1);
    const uid = uids.length > some.length ? (some.at(-1) ?? from) : end;
    return { deliveries, place: { validity, uid }, more: uids.length > some.length };
  } finally {
    lock.release();
  }
}

async function newUids(
  client: ImapFlow,
  isSame: boolean,
  from: number,
  { settings, now }: { readonly settings: SettingValues; readonly now: Date },
): Promise<readonly number[]> {
  const since = new Date(now.getTime() - Number(settings["days"] ?? 30) * dayMs);
  const wanted = isSame ? { uid: `${from + 1}:*` } : { since };
  const found = await client.search(wanted, { uid: true });
  // `n:*` always gives the last message, also when it is an old one.
  return (found || []).filter((uid) => uid > from).sort((left, right) => left - right);
}

/** A message as it lies in a folder, for reading. */
export function mailDelivery(source: Buffer, folder: string, receivedAt: Date): RawDelivery {
  const headers = { "content-type": "message/rfc822", folder };
  return { method: "IMAP", query: {}, headers, body: source, receivedAt };
}

function foldersOf(settings: SettingValues): readonly string[] {
  return (settings["folders"] ?? "INBOX")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function placeOf(cursor: JsonObject | null, folder: string): FolderPlace | null {
  const place = cursor === null ? null : asObject(cursor[folder]);
  if (place === null) return null;
  return { validity: String(place["validity"]), uid: Number(place["uid"]) };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function failureOf(cause: unknown, host: string): AppError {
  if (cause instanceof AppError) return cause;
  const { responseText, authenticationFailed } = cause as {
    readonly responseText?: string;
    readonly authenticationFailed?: boolean;
  };
  const said = responseText ?? (cause instanceof Error ? cause.message : String(cause));
  const label = authenticationFailed
    ? {
        zh: `邮件服务器拒绝了用户名或密码；多数邮箱要填在网页设置里生成的授权码，而不是登录密码（${responseText ?? ""}）`,
        en: `The mail server refused user or password; most providers want an app password made in their settings, not the one for signing in (${responseText ?? ""})`,
      }
    : (connectionProblem(host, cause) ?? {
        zh: `无法读取邮箱：${said}`,
        en: `The mailbox cannot be read: ${said}`,
      });
  return new AppError("unavailable", label, { cause });
}
