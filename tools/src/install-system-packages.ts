import { spawnSync } from "node:child_process";

/**
 * Installs Debian packages, the first of each list of alternatives that there is. For continuous integration only:
 * nobody's own machine is changed without asking. Returns what went wrong, or nothing.
 */
export function installSystemPackages(wanted: readonly (readonly string[])[]): string | undefined {
  if (wanted.length === 0) return undefined;
  const failure = apt(["update", "-qq"]);
  if (failure !== undefined) return failure;
  for (const alternatives of wanted) {
    const failures: string[] = [];
    for (const name of alternatives) {
      const problem = apt(["install", "-y", "-qq", "--no-install-recommends", ...name.split(" ")]);
      if (problem === undefined) break;
      failures.push(problem);
    }
    if (failures.length === alternatives.length) return failures.join("\n");
  }
  return undefined;
}

function apt(args: readonly string[]): string | undefined {
  const command = ["apt-get", ...args];
  const [program = "", ...rest] = process.getuid?.() === 0 ? command : ["sudo", "-n", ...command];
  const result = spawnSync(program, rest, {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (result.status === 0) return undefined;
  const reason = result.error?.message ?? result.stderr.trim().split("\n").slice(-2).join(" ");
  return `${[program, ...rest].join(" ")}: ${reason}`;
}
