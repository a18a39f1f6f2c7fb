import { z } from "zod";
import { UsageError } from "./command.ts";

const schema = z
  .object({
    HOST: z.string().min(1).default("127.0.0.1"),
    DATABASE_URL: z.string().min(1).optional(),
    CAUSEWAY_SECRET: z.string().min(16, "needs at least 16 characters").optional(),
    CAUSEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
    TRUST_PROXY: z
      .string()
      .regex(/^([0-9]|true|false)$/, "is the number of reverse proxies before the server, 0 to 9")
      .default("0"),
    CAUSEWAY_METRICS_TOKEN: z.string().min(16, "needs at least 16 characters").optional(),
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
  throw new UsageError(
    parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; "),
  );
}
