import { AppError } from "@causeway/kernel";
import { UsageError } from "./command.ts";
import { commands } from "./commands.ts";
import { systemProblem } from "./system-problem.ts";

function overview(): string {
  const width = Math.max(...commands.map((entry) => entry.name.length)) + 2;
  const lines = commands.map((entry) => `  ${entry.name.padEnd(width)}${entry.summary}`);
  return [
    "causeway COMMAND [options]",
    "",
    ...lines,
    "",
    "causeway COMMAND --help tells more.",
  ].join("\n");
}

/** Runs one command line and resolves to its exit code: 0 done, 1 failed, 2 bad input. */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(overview());
    return name === undefined ? 2 : 0;
  }
  const entry = commands.find(
    (candidate) => candidate.name === name.replace(/^--version$/, "version"),
  );
  if (entry === undefined) {
    console.error(`causeway: there is no command “${name}”; causeway --help lists them`);
    return 2;
  }
  const command = await entry.load();
  if (rest.includes("--help") || rest.includes("-h")) {
    console.log(command.usage);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    return explain(name, error);
  }
}

function explain(command: string, error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`causeway ${command}: ${error.message}`);
    return 2;
  }
  if (error instanceof AppError) {
    const issues = error.issues.map((issue) => `${issue.path}: ${issue.message}`);
    console.error(`causeway ${command}: ${[error.message, ...issues].join("; ")}`);
    return error.code === "bad-input" ? 2 : 1;
  }
  const problem = systemProblem(error);
  console.error(problem === undefined ? error : `causeway ${command}: ${problem}`);
  return 1;
}
