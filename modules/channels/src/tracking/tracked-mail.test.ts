import type { WorkspaceId } from "@causeway/kernel";
import { expect, it } from "vitest";
import { judgeVisit } from "./judge-visit.ts";
import { type MailToken, readMailToken, writeMailToken } from "./mail-token.ts";
import { trackContent } from "./track-content.ts";

const key = "a key of the installation";
const workspace = "0198a5b2-1111-7000-8000-000000000001" as WorkspaceId;
const mail = "0198a5b2-2222-7000-8000-000000000002";

it("readMailToken() reads what writeMailToken() wrote and nothing that was changed or signed with another key", () => {
  const parts: readonly MailToken["part"][] = [
    ...[{ kind: "open" } as const, { kind: "unsubscribe" } as const],
    { kind: "link", number: 7 },
  ];
  for (const part of parts) {
    const token = writeMailToken({ workspace, mail, part }, key);
    expect(readMailToken(token, key)).toEqual({ workspace, mail, part });
    expect(readMailToken(token, "another key")).toBeNull();
    for (const at of [0, 20, 45, token.length - 2]) {
      const other = token[at] === "A" ? "B" : "A";
      expect(readMailToken(token.slice(0, at) + other + token.slice(at + 1), key)).toBeNull();
    }
  }
  expect(readMailToken("", key)).toBeNull();
  expect(readMailToken("A".repeat(67), key)).toBeNull();
});

const person =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36";
const visit = (agent: string, more: Partial<Parameters<typeof judgeVisit>[0]> = {}, purpose = "") =>
  judgeVisit({
    header: (name) => ({ "user-agent": agent, "sec-purpose": purpose })[name] ?? null,
    ...{ isHead: false, ip: "203.0.113.9", ageMs: 3_600_000, sinceOtherMs: null },
    ...more,
  });

it("judgeVisit() tells people from scanners and prefetching", () => {
  expect(visit(person)).toBe("person");
  expect(visit("Mozilla/5.0 (Windows NT 5.1) Gecko GoogleImageProxy")).toBe("person");
  expect(visit(person, { isHead: true })).toBe("head");
  expect(visit(person, {}, "prefetch;anonymous-client-ip")).toBe("prefetch");
  expect(visit("Mozilla/5.0")).toBe("prefetch");
  expect(visit(person, { ip: "17.58.101.4" })).toBe("prefetch");
  expect(visit("")).toBe("scanner");
  expect(visit("python-requests/2.32")).toBe("scanner");
  expect(visit(person, { ageMs: 2_000 })).toBe("too-soon");
  expect(visit(person, { sinceOtherMs: 200 })).toBe("all-links");
  expect(visit(person, { sinceOtherMs: 60_000 })).toBe("person");
});

it("trackContent() leads links of text and HTML through us, each address once, and adds what cannot be seen", () => {
  const tracked = trackContent(
    {
      text: "Offer: https://qiheng.example/g6?a=1&b=2. See https://qiheng.example/g6?a=1&b=2 <x>",
      html: '<p><a href="https://qiheng.example/g6?a=1&amp;b=2">G6</a> <a href="mailto:a@b.c">mail</a></p></body>',
    },
    {
      link: (number) => `https://crm.example/m/link${number}`,
      pixel: "https://crm.example/m/open",
    },
  );
  expect(tracked.links).toEqual(["https://qiheng.example/g6?a=1&b=2"]);
  expect(tracked.text).toBe(
    "Offer: https://crm.example/m/link0. See https://crm.example/m/link0 <x>",
  );
  expect(tracked.html).toContain('<a href="https://crm.example/m/link0">G6</a>');
  expect(tracked.html).toContain('href="mailto:a@b.c"');
  expect(tracked.html).toMatch(/<img src="https:\/\/crm.example\/m\/open"[^>]*><\/body>$/);
  const plain = trackContent(
    { text: "a <b>\nhttps://x.example/?q=1&r" },
    { link: () => "L", pixel: "P" },
  );
  expect(plain.html).toContain('a &lt;b&gt;<br>\n<a href="L">https://x.example/?q=1&amp;r</a>');
  expect(trackContent({ text: "https://x.example" }, { link: null, pixel: null })).toEqual({
    ...{ text: "https://x.example", links: [] },
  });
});
