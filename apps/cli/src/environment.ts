import { type BothLanguages, sameWords } from "@causeway/kernel";
import { z } from "zod";
import { UsageError } from "./command.ts";

const secretWords = { zh: "至少需要 16 个字符", en: "needs at least 16 characters" };
/** What each variable must be, for those who gave it otherwise. */
const wanted: Readonly<Record<string, BothLanguages>> = {
  CAUSEWAY_SECRET: secretWords,
  CAUSEWAY_METRICS_TOKEN: secretWords,
  CAUSEWAY_URL: {
    zh: "须是以 http:// 或 https:// 开头的网址",
    en: "must be an address that begins with http:// or https://",
  },
  TRUST_PROXY: {
    zh: "是服务器前面反向代理的个数，0 到 9",
    en: "is the number of reverse proxies before the server, 0 to 9",
  },
  LOG_LEVEL: {
    zh: "须是 trace、debug、info、warn、error、fatal、silent 之一",
    en: "must be one of trace, debug, info, warn, error, fatal, silent",
  },
};

const schema = z
  .object({
    HOST: z.string().min(1).default("127.0.0.1"),
    DATABASE_URL: z.string().min(1).optional(),
    CAUSEWAY_SECRET: z.string().min(16).optional(),
    CAUSEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
    TRUST_PROXY: z
      .string()
      .regex(/^([0-9]|true|false)$/)
      .default("0"),
    CAUSEWAY_METRICS_TOKEN: z.string().min(16).optional(),
    LOG_LEVEL: z
      .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
      .default("warn"),
  })
  .transform((variables) => ({
    host: variables.HOST,
    databaseUrl: variables.DATABASE_URL,
    secret: variables.CAUSEWAY_SECRET,
    publicUrl: variables.CAUSEWAY_URL,
    proxies: { true: 1, false: 0 }[variables.TRUST_PROXY] ?? Number(variables.TRUST_PROXY),
    metricsToken: variables.CAUSEWAY_METRICS_TOKEN,
    logLevel: variables.LOG_LEVEL,
  }));

export type Environment = z.infer<typeof schema>;

/** What the environment says; throws `UsageError` that names every variable that is wrong. Empty ones count as absent. */
export function environment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => {
    const name = path.join(".");
    const { zh, en } = wanted[name] ?? sameWords(message);
    return { zh: `${name} ${zh}`, en: `${name} ${en}` };
  });
  throw new UsageError({
    zh: issues.map(({ zh }) => zh).join("；"),
    en: issues.map(({ en }) => en).join("; "),
  });
}
