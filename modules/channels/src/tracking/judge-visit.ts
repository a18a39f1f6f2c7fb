/** A request for a picture or a link of a mail. */
export interface MailVisit {
  readonly isHead: boolean;
  /** One header, or null; `name` in lower case. */
  readonly header: (name: string) => string | null;
  readonly ip: string;
  /** Since the mail was handed to the server of the recipient, in ms. */
  readonly ageMs: number;
  /** Since another link of the same mail was asked for, in ms; null where none was. */
  readonly sinceOtherMs: number | null;
}

/** Who asked: a person, or a program with the reason why we think so. */
export type Verdict = "person" | "head" | "prefetch" | "scanner" | "too-soon" | "all-links";

const soonMs = 5_000;
const burstMs = 1_000;
const programs =
  /bot\b|crawl|spider|scan|preview|monitor|proofpoint|barracuda|mimecast|trendmicro|symantec|fireeye|forcepoint|messagelabs|ironport|sophos|curl|wget|python|java\/|go-http|okhttp|node|headless|axios|libwww/i;

/**
 * Tells people from the programs that read mail before them: link scanners of companies ask with HEAD, at once or for all
 * links together; Apple's Mail Privacy Protection fetches pictures as plain `Mozilla/5.0` from its own network whether or
 * not anybody looks. Google's picture proxy asks when a person opens.
 */
export function judgeVisit({ isHead, header, ip, ageMs, sinceOtherMs }: MailVisit): Verdict {
  if (isHead) return "head";
  const purpose = `${header("sec-purpose") ?? ""} ${header("purpose") ?? ""} ${header("x-purpose") ?? ""} ${header("x-moz") ?? ""}`;
  if (/prefetch|preview/i.test(purpose)) return "prefetch";
  const agent = (header("user-agent") ?? "").trim();
  // The whole agent of Apple's proxies; no browser says so little.
  if (agent === "Mozilla/5.0" || /^(::ffff:)?17\./.test(ip)) return "prefetch";
  if (agent === "" || programs.test(agent)) return "scanner";
  if (ageMs < soonMs) return "too-soon";
  if (sinceOtherMs !== null && sinceOtherMs < burstMs) return "all-links";
  return "person";
}
