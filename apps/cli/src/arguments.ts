import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./command.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options that every data command takes. */
export const dataOptions = {
  data: { type: "string", default: "./data" },
  workspace: { type: "string" },
  json: { type: "boolean", default: false },
} as const satisfies Options;

/** `parseArgs` of Node whose complaints are `UsageError`s. Positionals are allowed. */
export function parseArguments<Given extends Options>(args: readonly string[], options: Given) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // Node calls it ambiguous, and only later says what to write.
    const meant = /use '(--[^']+)'/.exec(text)?.[1];
    throw new UsageError(
      meant === undefined
        ? (text.split(/\n|\. /)[0] ?? "")
        : `a value that begins with a dash is written as ${meant}`,
    );
  }
}

/** The value as a whole number within bounds; throws `UsageError` otherwise. */
export function wholeNumber(text: string, option: string, low: number, high: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new UsageError({
      zh: `${option} 必须是 ${low} 到 ${high} 之间的整数，不能是“${text}”`,
      en: `${option} must be a whole number from ${low} to ${high}, not “${text}”`,
    });
  }
  return value;
}
