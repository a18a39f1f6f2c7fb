import { expect, it } from "vitest";
import { defaultRules, ruleBook } from "./identity-rules.ts";

const { isRoleMailbox } = ruleBook(defaultRules);

it("mailboxPattern() knows the mailboxes of roles, with or without a tag", () => {
  const roles = "info sales service hr market kefu caigou shouhou".split(" ");
  for (const role of roles)
    expect([role, isRoleMailbox(`${role}@qiheng.cn`)]).toEqual([role, true]);
  expect(isRoleMailbox("info+fair-2026@qiheng.cn")).toBe(true);
});

it("mailboxPattern() leaves alone who is called alike, and what people chose at a host of free mail", () => {
  for (const mail of ["wang@qiheng.cn", "infosys@qiheng.cn", "li.hr@qiheng.cn", "sales@163.com"]) {
    expect([mail, isRoleMailbox(mail)]).toEqual([mail, false]);
  }
});

it("mailboxPattern() follows what a workspace lists: beginnings, whole addresses, its own free mail, nothing", () => {
  const own = ruleBook({
    ...defaultRules,
    roleMailboxes: ["Sales*", "qiheng_zhang@163.com", "a.b", ""],
    freeMail: ["mail.qiheng.cn"],
  });
  const asked = {
    "sales07@qiheng.cn": true,
    "qiheng_zhang@163.com": true,
    "a.b@x.cn": true,
    "axb@x.cn": false,
    "sales@mail.qiheng.cn": false,
    "info@qiheng.cn": false,
  };
  for (const [mail, is] of Object.entries(asked))
    expect([mail, own.isRoleMailbox(mail)]).toEqual([mail, is]);
  const none = ruleBook({ ...defaultRules, roleMailboxes: [] });
  expect(none.isRoleMailbox("info@qiheng.cn")).toBe(false);
});
