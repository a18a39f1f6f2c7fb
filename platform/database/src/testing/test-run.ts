import { randomBytes } from "node:crypto";

/** Which server a vitest project runs on: the embedded one, or a second one of another version. */
export type TestServerKind = "embedded" | "second";

/** One run of tests on one server; `id` is part of the names of everything the run makes there. */
export interface TestRun {
  readonly id: string;
  readonly url: string;
}

const variable = (kind: TestServerKind) => `CAUSEWAY_TEST_RUN_${kind}`;

/** Tells the workers of a project which run they belong to, by the environment they inherit. */
export function announceTestRun(kind: TestServerKind, url: string): TestRun {
  const run = { id: randomBytes(4).toString("hex"), url };
  process.env[variable(kind)] = `${run.id} ${run.url}`;
  return run;
}

/** The run this worker belongs to. Throws when the tests run outside the projects that start a server. */
export function currentTestRun(): TestRun {
  const { CAUSEWAY_TEST_SERVER: server } = process.env;
  const kind = server === "second" ? "second" : "embedded";
  const [id, url] = (process.env[variable(kind)] ?? "").split(" ");
  if (!id || !url) {
    throw new Error(
      "No test server: tests with a database live in a package's test/ folder (vitest project `database`)",
    );
  }
  return { id, url };
}
