import type { Problem } from "@causeway/platform-contract";

/** What a failed request tells a person: the server's own words, or that it could not be reached. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly issues: Problem["issues"];
  readonly requestId: string | null;
  /** The record that stands for the one that was to be changed, which was merged. */
  readonly mergedInto: string | null;

  constructor(problem: {
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly issues?: Problem["issues"];
    readonly requestId?: string;
    readonly mergedInto?: string;
  }) {
    super(problem.detail);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.issues = problem.issues ?? [];
    this.requestId = problem.requestId ?? null;
    this.mergedInto = problem.mergedInto ?? null;
  }

  /** The message of the issue at a body field (`email`), if there is one. */
  issueAt(field: string): string | undefined {
    return this.issues.find(({ path }) => path === field || path === `body.${field}`)?.message;
  }
}

function textOf(body: unknown, key: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const value: unknown = Reflect.get(body, key);
  return typeof value === "string" ? value : undefined;
}

function issuesOf(body: unknown): Problem["issues"] {
  const issues: unknown = typeof body === "object" && body !== null && Reflect.get(body, "issues");
  if (!Array.isArray(issues)) return [];
  return issues.flatMap((issue: unknown) => {
    const path = textOf(issue, "path");
    const message = textOf(issue, "message");
    return path !== undefined && message !== undefined ? [{ path, message }] : [];
  });
}

/** Reads an error response, whoever wrote it (RFC 9457 from us, `{message}` from the sign-in library). */
export async function readProblem(response: Response): Promise<ProblemError> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    body = undefined;
  }
  const requestId = textOf(body, "requestId");
  const details: unknown =
    typeof body === "object" && body !== null && Reflect.get(body, "details");
  const mergedInto = textOf(details, "mergedInto");
  return new ProblemError({
    status: response.status,
    code: textOf(body, "code") ?? String(response.status),
    detail: textOf(body, "detail") ?? textOf(body, "message") ?? response.statusText,
    issues: issuesOf(body),
    ...(requestId === undefined ? {} : { requestId }),
    ...(mergedInto === undefined ? {} : { mergedInto }),
  });
}
