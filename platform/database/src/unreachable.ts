import { AppError, type BothLanguages } from "@causeway/kernel";
import type { Connection } from "./connection.ts";
import { sqlState } from "./retry-conflicts.ts";

const advice: Readonly<Record<string, BothLanguages>> = {
  ENOTFOUND: { zh: "请检查 DATABASE_URL 中的主机名", en: "Check the host in DATABASE_URL" },
  EAI_AGAIN: {
    zh: "请检查 DATABASE_URL 中的主机名和网络",
    en: "Check the host in DATABASE_URL, and the network",
  },
  ECONNREFUSED: {
    zh: "请检查数据库是否在运行，以及 DATABASE_URL 中的主机和端口",
    en: "Does the server run, and are host and port in DATABASE_URL right?",
  },
  ETIMEDOUT: {
    zh: "请检查 DATABASE_URL 中的主机和端口，以及防火墙",
    en: "Check host and port in DATABASE_URL, and the firewall",
  },
  // Invalid password, invalid authorization: also a role that does not exist, or no entry in pg_hba.conf.
  "28P01": {
    zh: "请检查 DATABASE_URL 中的用户名和密码",
    en: "Check user and password in DATABASE_URL",
  },
  "28000": {
    zh: "请检查 DATABASE_URL 中的用户名和 sslmode，以及服务器的 pg_hba.conf",
    en: "Check user and sslmode in DATABASE_URL, and pg_hba.conf on the server",
  },
  "3D000": {
    zh: "请检查 DATABASE_URL 中的数据库名，或先建立它（CREATE DATABASE）",
    en: "Check the database in DATABASE_URL, or make it first (CREATE DATABASE)",
  },
  "53300": {
    zh: "连接已用尽：请调高 max_connections，或结束其他程序",
    en: "Raise max_connections, or end other programs",
  },
};
const otherwise: BothLanguages = {
  zh: "请检查 DATABASE_URL",
  en: "Check DATABASE_URL",
};

/** Why a database cannot be reached and what to do about it, as an AppError("unavailable"). */
export function unreachable(
  { user, host, port, database }: Pick<Connection, "user" | "host" | "port" | "database">,
  cause: unknown,
): AppError {
  const reason = (cause instanceof Error ? cause.message || cause.name : String(cause)).trim();
  const { zh, en } = advice[codeOf(cause)] ?? otherwise;
  return new AppError(
    "unavailable",
    {
      zh: `无法以“${user}”的身份连接 ${host}:${port} 上的 PostgreSQL 数据库“${database}”：${reason}。${zh}。`,
      en: `Cannot reach the PostgreSQL database "${database}" at ${host}:${port} as "${user}": ${reason}. ${en.replace(/\??$/, (end) => end || ".")}`,
    },
    { cause },
  );
}

function codeOf(cause: unknown): string {
  const state = sqlState(cause);
  if (state !== undefined) return state;
  if (!(cause instanceof Error)) return "";
  if (/timeout/i.test(cause.message)) return "ETIMEDOUT";
  return "code" in cause ? String(cause.code) : "";
}
