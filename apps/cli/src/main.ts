import { AppError, sameWords, wordsOf } from "@causeway/kernel";
import { UsageError } from "./command.ts";
import { commands } from "./commands.ts";
import { say } from "./say.ts";
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
    const words = {
      zh: `没有命令“${name}”；causeway --help 列出全部命令`,
      en: `there is no command “${name}”; causeway --help lists them`,
    };
    console.error(`causeway: ${say(words)}`);
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
    console.error(`causeway ${command}: ${say(error.label)}`);
    return 2;
  }
  if (error instanceof AppError) {
    const issues = error.issues.map(
      ({ path, message, label }) => `${path}: ${say(label ?? sameWords(message))}`,
    );
    console.error(`causeway ${command}: ${[say(wordsOf(error)), ...issues].join("; ")}`);
    return error.code === "bad-input" ? 2 : 1;
  }
  const problem = systemProblem(error);
  console.error(problem === undefined ? error : `causeway ${command}: ${say(problem)}`);
  return 1;
}
