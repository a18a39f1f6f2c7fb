import type { BothLanguages } from "@causeway/kernel";

const noAccess = {
  zh: "数据库拒绝了用户名或密码；请检查后重新填写",
  en: "the database refused user or password; check both and enter them again",
};

/** By SQLSTATE of PostgreSQL; what it said itself stands behind. */
const problems: Readonly<Record<string, BothLanguages>> = {
  "28P01": noAccess,
  "28000": noAccess,
  "3D000": { zh: "没有这个数据库", en: "there is no such database" },
  "42P01": {
    zh: "没有这张表或视图；表在其他模式中时写作 模式.表",
    en: "there is no such table or view; one in another schema is written schema.table",
  },
  "42703": { zh: "没有这一列", en: "there is no such column" },
  "42501": {
    zh: "这个账号没有读取权限；请授予 SELECT",
    en: "this user may not read it; grant SELECT",
  },
  "53300": { zh: "数据库的连接数已满", en: "the database has no connection left" },
};

/** What a refusal of a database means and what to do about it; null for any other failure. */
export function databaseProblem(cause: unknown): BothLanguages | null {
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  const words = typeof code === "string" ? problems[code] : undefined;
  if (words === undefined) return null;
  const said = cause instanceof Error ? cause.message : "";
  return { zh: `${words.zh}（${said}）`, en: `${words.en} (${said})` };
}
