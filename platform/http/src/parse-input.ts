import { AppError, type Issue } from "@causeway/kernel";
import {
  findUnstorable,
  type Locale,
  schemaMessage,
  schemaMessageIn,
} from "@causeway/platform-contract";
import { z } from "zod";
import type { Route } from "./route.ts";

interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const messages = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError } as const;
const summary = {
  zh: "输入有误，请按提示修改。",
  en: "The input cannot be used; see what is wrong where.",
} as const;

/**
 * Parses path, query and body, and reports everything wrong with all three at once. Text that the database cannot hold is
 * refused here for all routes: whatever a schema lets through can be stored and compared.
 */
export function parseInput(route: Route, input: Input, readLocale: () => Locale): Input {
  const { params, query, body } = route;
  if (!params && !query && typeof body !== "object") {
    return { params: {}, query: {}, body: body && input.body };
  }
  const locale = readLocale();
  const issues: Issue[] = [];
  const parse = (part: keyof Input, schema: z.ZodType): unknown => {
    const parsed = schema.safeParse(input[part], { error: messages[locale] });
    if (parsed.success) {
      const place = findUnstorable(parsed.data);
      if (place === null) return parsed.data;
      const message = schemaMessageIn(schemaMessage("character"), locale);
      issues.push({ path: issuePath(part, place), message });
      return undefined;
    }
    for (const { path, message } of parsed.error.issues) {
      issues.push({ path: issuePath(part, path), message: schemaMessageIn(message, locale) });
    }
    return undefined;
  };
  const parsed = {
    params: params ? parse("params", params) : {},
    query: query ? parse("query", query) : {},
    body: typeof body === "object" ? parse("body", body) : body && input.body,
  };
  if (issues.length > 0) throw new AppError("bad-input", summary[locale], { issues });
  return parsed;
}

/** A place in the request as people read it: `body.fields[2].name`. */
export function issuePath(part: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}.${String(key)}`),
    part,
  );
}
