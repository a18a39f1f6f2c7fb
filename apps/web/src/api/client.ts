import type * as Contract from "@causeway/platform-contract";
import type { z } from "zod";
import { ProblemError, readProblem } from "./problem-error.ts";
import { sendFile } from "./send-file.ts";

type Schemas = {
  [Name in keyof typeof Contract as (typeof Contract)[Name] extends z.ZodType
    ? Name
    : never]: (typeof Contract)[Name];
};

/** Name of a wire schema; the answer has its type. Schemas are loaded (and answers checked) in development only. */
export type SchemaName = keyof Schemas;
export type Answer<Name extends SchemaName> = z.output<Schemas[Name]>;

export interface RequestOptions {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  /** A file goes as it is. */
  readonly file?: Blob;
  /** Of a file: told how much of it has left, from 0 to 1. */
  readonly onSent?: (share: number) => void;
  readonly signal?: AbortSignal;
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": document.documentElement.lang,
  };
  let body: BodyInit | undefined;
  if (options.file) {
    headers["content-type"] = "application/octet-stream";
    body = options.file;
  } else if (options.body !== undefined) {
    headers["content-type"] = "application/json";
    body = JSON.stringify(options.body);
  }
  let response: Response;
  const { file, onSent, signal } = options;
  try {
    response =
      file && onSent
        ? await sendFile(path, { file, headers, onSent, signal })
        : await fetch(path, {
            method: options.method ?? (body === undefined ? "GET" : "POST"),
            headers,
            ...(body === undefined ? {} : { body }),
            ...(signal ? { signal } : {}),
          });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ProblemError({ status: 0, code: "unreachable", detail: "unreachable" });
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function checked(name: SchemaName, path: string, answer: unknown): Promise<unknown> {
  if (!import.meta.env.DEV) return answer;
  const contract = await import("@causeway/platform-contract");
  const result = contract[name].safeParse(answer);
  if (!result.success) {
    throw new Error(`${path} breaks ${name}: ${JSON.stringify(result.error.issues.slice(0, 5))}`);
  }
  return answer;
}

/** Asks the server; the answer has the type of the named schema. Throws `ProblemError`. */
export async function ask<Name extends SchemaName>(
  name: Name,
  path: string,
  options: RequestOptions = {},
): Promise<Answer<Name>> {
  const response = await send(path, options);
  return (await checked(name, path, await response.json())) as Answer<Name>;
}

/** Tells the server something whose answer does not matter. Throws `ProblemError`. */
export async function tell(path: string, options: RequestOptions = {}): Promise<void> {
  const method = options.method ?? "POST";
  const response = await send(path, {
    ...options,
    method,
    ...(options.body === undefined && !options.file && method !== "DELETE" ? { body: {} } : {}),
  });
  await response.body?.cancel();
}

/** Query string of the values that are set. */
export function query(values: Readonly<Record<string, string | number | boolean | undefined>>) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) parameters.set(key, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}
