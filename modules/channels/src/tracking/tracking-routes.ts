import { AppError } from "@causeway/kernel";
import { reportFromInside } from "@causeway/module-touchpoints";
import type { Database, WorkspaceTransaction } from "@causeway/platform-database";
import { defineRoute, type RawReply, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { optOut } from "./consent-of-mail.ts";
import { judgeVisit, type MailVisit } from "./judge-visit.ts";
import { type MailEvent, mailEvent } from "./mail-event.ts";
import { type MailToken, readMailToken } from "./mail-token.ts";
import { mailTokenKey, sentMailConnector, type Tracking } from "./prepare-mail.ts";
import { followLink, readTrackedMail } from "./tracked-mails.ts";
import { goneByPage, unsubscribePage } from "./unsubscribe-page.ts";

const tags = ["channels"] as const;
const path = "/m/:token";
const params = z.object({ token: z.string().max(100) });
const access = {
  kind: "public",
  why: "recipients of mail are not signed in; what is asked for is named by a token that we signed",
} as const;
const rateLimit = { max: 300, windowSeconds: 60 } as const;

/** The smallest GIF: one transparent point. */
const picture = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const neverKept = { "cache-control": "no-store, private" } as const;

type Dependencies = Tracking & { readonly database: Pick<Database, "workspace"> };

/** What links, pictures and ways out in mail of ours lead to. */
export function trackingRoutes(tracking: Dependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path,
      summary: "Follow a link, load the picture or see the way out of a mail that was sent",
      tags,
      access,
      params,
      rateLimit,
      response: "raw",
      handle: ({ params: { token }, ip, header, isHead, locale }) =>
        inMail(tracking, token, async (visit) => {
          const { part } = visit.token;
          if (part.kind === "unsubscribe") return unsubscribePage(locale, visit.mail.recipient);
          return part.kind === "link"
            ? followed(visit, part.number, { ip, header, isHead })
            : opened(visit, { ip, header, isHead });
        }),
    }),
    defineRoute({
      method: "POST",
      path,
      summary:
        "Want no more mail of this kind: one click of a mail program (RFC 8058), or the page",
      tags,
      access,
      params,
      rateLimit,
      body: "buffer",
      bodyLimit: 4_096,
      response: "raw",
      handle: ({ params: { token }, locale }) =>
        inMail(tracking, token, async ({ trx, mail, token: { part }, now, tell }) => {
          if (part.kind !== "unsubscribe") throw unknown();
          await optOut(trx, mail, now);
          await tell("Email Unsubscribed");
          return goneByPage(locale);
        }),
    }),
  ];
}

interface Visit {
  readonly trx: WorkspaceTransaction;
  readonly token: MailToken;
  readonly mail: NonNullable<Awaited<ReturnType<typeof readTrackedMail>>>;
  readonly now: Date;
  /** Reports what happened to the mail. */
  readonly tell: (event: MailEvent, facts?: Readonly<Record<string, string>>) => Promise<void>;
}
type Asked = Pick<MailVisit, "ip" | "header" | "isHead">;

async function followed(
  { trx, mail, now, tell }: Visit,
  number: number,
  asked: Asked,
): Promise<RawReply> {
  const { last } = mail;
  const isOther = last !== null && last.link !== number;
  const verdict = judgeVisit({
    ...{ ...asked, ageMs: now.getTime() - mail.sentAt.getTime() },
    sinceOtherMs: isOther ? now.getTime() - last.at.getTime() : null,
  });
  const location = await followLink(trx, mail.id, number, now);
  if (location === null) throw unknown();
  const url = location.slice(0, 1_000);
  if (verdict === "person") await tell("Email Link Clicked", { url });
  else await tell("Email Prefetched", { what: "link", by: verdict, url });
  return { status: 302, headers: { ...neverKept, location }, body: null };
}

async function opened({ mail, now, tell }: Visit, asked: Asked): Promise<RawReply> {
  const ageMs = now.getTime() - mail.sentAt.getTime();
  const verdict = judgeVisit({ ...asked, ageMs, sinceOtherMs: null });
  if (verdict === "person") await tell("Email Opened");
  else await tell("Email Prefetched", { what: "picture", by: verdict });
  return { headers: { ...neverKept, "content-type": "image/gif" }, body: picture };
}

/** Runs in the workspace of a token with the mail that it names. Throws `AppError("not-found")` for every other token. */
async function inMail(
  { secrets, database, wake, clock }: Dependencies,
  text: string,
  work: (visit: Visit) => Promise<RawReply>,
): Promise<RawReply> {
  const token = readMailToken(text, mailTokenKey(secrets));
  if (token === null) throw unknown();
  const workspace = await database.workspace(token.workspace);
  return workspace.transaction(async (trx) => {
    const mail = await readTrackedMail(trx, token.mail);
    if (mail === null) throw unknown();
    const now = clock();
    const tell: Visit["tell"] = (event, facts) =>
      reportFromInside(trx, sentMailConnector, [mailEvent(event, mail, now, facts)], {
        ...{ workspace: token.workspace, wake, now },
      });
    return work({ trx, token, mail, now, tell });
  });
}

function unknown(): AppError {
  return new AppError("not-found", {
    zh: "链接无效或已失效",
    en: "This link is not valid any more",
  });
}
