import { AppError, type BothLanguages, type ErrorCode, issueAt } from "@causeway/kernel";
import type { Locale, Problem } from "@causeway/platform-contract";
import { isDatabaseAway } from "@causeway/platform-database";

interface Kind {
  readonly status: number;
  readonly title: Readonly<Record<Locale, string>>;
}

/** The one table from error code to HTTP status. */
export const problemKinds: Readonly<Record<ErrorCode, Kind>> = {
  "bad-input": { status: 400, title: { zh: "输入有误", en: "The input cannot be used" } },
  unauthenticated: { status: 401, title: { zh: "请先登录", en: "Sign in first" } },
  forbidden: { status: 403, title: { zh: "没有权限", en: "Not allowed" } },
  "not-found": { status: 404, title: { zh: "未找到", en: "Not found" } },
  conflict: { status: 409, title: { zh: "与现有数据冲突", en: "In conflict with what is there" } },
  "too-large": { status: 413, title: { zh: "内容过大", en: "Too large" } },
  unsupported: { status: 415, title: { zh: "不支持的格式", en: "Not supported" } },
  "rate-limited": { status: 429, title: { zh: "请求过于频繁", en: "Too many requests" } },
  internal: { status: 500, title: { zh: "内部错误", en: "Internal error" } },
  unavailable: { status: 503, title: { zh: "服务暂不可用", en: "Not available right now" } },
};

const hidden: Readonly<Record<Locale, string>> = {
  zh: "服务器出错了。请把请求编号告诉管理员。",
  en: "Something broke on the server. Tell your administrator the request id.",
};

/** An error as it is answered; `unexpected` ones are logged in full and told to nobody. */
export interface Failure {
  readonly problem: Problem;
  readonly unexpected: boolean;
}

/** Turns anything thrown into RFC 9457. What is not meant for people becomes `internal` without its text. */
export function toFailure(thrown: unknown, requestId: string, locale: Locale): Failure {
  const error = thrown instanceof AppError ? thrown : fromLibrary(thrown);
  const unexpected = error === undefined || error.code === "internal";
  const code = error?.code ?? "internal";
  const { status, title } = problemKinds[code];
  const details = error?.details ?? {};
  return {
    unexpected,
    problem: {
      type: `urn:causeway:problem:${code}`,
      title: title[locale],
      status,
      code,
      detail:
        error === undefined || unexpected
          ? hidden[locale]
          : (error.label?.[locale] ?? error.message),
      issues: (error?.issues ?? []).map(({ path, message, label }) => ({
        path,
        message: label?.[locale] ?? message,
      })),
      ...(Object.keys(details).length > 0 && { details }),
      requestId,
    },
  };
}

const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported",
  FST_ERR_CTP_EMPTY_TYPE: "unsupported",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "bad-input",
  FST_ERR_CTP_INVALID_JSON_BODY: "bad-input",
  FST_ERR_CTP_EMPTY_JSON_BODY: "bad-input",
};

/** SQLSTATEs of others being in the way: serialization, deadlock, lock and statement time-outs. */
const contention = /^(40001|40P01|55P03|57014)$/;

function fromLibrary(thrown: unknown): AppError | undefined {
  if (thrown instanceof SyntaxError) {
    return "statusCode" in thrown
      ? unreadable("bad-input", { zh: "请求内容不是 JSON。", en: "The body is not JSON" })
      : undefined;
  }
  if (isDatabaseAway(thrown)) return notNow(thrown);
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") {
    return undefined;
  }
  const code = fastifyCodes[thrown.code];
  const aboutAddress = addressWords[thrown.code];
  if (aboutAddress !== undefined) return unreadable("bad-input", aboutAddress, "path");
  if (code !== undefined) return unreadable(code, bodyWords(code, thrown.message));
  return contention.test(thrown.code) && "severity" in thrown ? notNow(thrown) : undefined;
}

function notNow(cause: unknown): AppError {
  const label = {
    zh: "数据库暂时无法使用，请稍后重试。",
    en: "The database is not available right now. Try again.",
  };
  return new AppError("unavailable", label, { cause });
}

const addressWords: Readonly<Record<string, BothLanguages>> = {
  FST_ERR_BAD_URL: { zh: "地址无法读取。", en: "The address cannot be read" },
  FST_ERR_MAX_PARAM_LENGTH: {
    zh: "地址中有一段过长。",
    en: "A part of the address is too long",
  },
};

/** What the library refuses before a route sees it is the body, but for an address that cannot be one. */
function unreadable(code: ErrorCode, label: BothLanguages, path = "body"): AppError {
  return new AppError(code, label, { issues: [issueAt(path, label)] });
}

function bodyWords(code: ErrorCode, en: string): BothLanguages {
  const zh = {
    "too-large": "请求内容过大。",
    unsupported: "请求内容的格式不受支持。",
  } as const;
  return { zh: code === "too-large" || code === "unsupported" ? zh[code] : "请求无法读取。", en };
}
