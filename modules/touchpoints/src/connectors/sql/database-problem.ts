import type { BothLanguages } from "@causeway/kernel";

/** What people are told of refusals that every database knows. */
export const databaseProblems = {
  noAccess: {
    zh: "数据库拒绝了用户名或密码；请检查后重新填写",
    en: "the database refused user or password; check both and enter them again",
  },
  noDatabase: { zh: "没有这个数据库", en: "there is no such database" },
  noColumn: { zh: "没有这一列", en: "there is no such column" },
  noRight: {
    zh: "这个账号没有读取权限；请授予 SELECT",
    en: "this user may not read it; grant SELECT",
  },
  full: { zh: "数据库的连接数已满", en: "the database has no connection left" },
  slow: {
    zh: "查询超过 30 秒；请为递增列和主键列建立一个联合索引",
    en: "the query took more than 30 seconds; give the rising column and the key column one index together",
  },
} satisfies Readonly<Record<string, BothLanguages>>;

/** A refusal in words, by the code of the driver; what the database said itself stands behind. Null for any other failure. */
export function databaseProblem(
  problems: Readonly<Record<string, BothLanguages>>,
  cause: unknown,
): BothLanguages | null {
  const { code, errno } = (cause ?? {}) as { readonly code?: unknown; readonly errno?: unknown };
  const words = problems[String(code)] ?? problems[String(errno)];
  if (words === undefined) return null;
  const said = cause instanceof Error ? cause.message : "";
  return { zh: `${words.zh}（${said}）`, en: `${words.en} (${said})` };
}
