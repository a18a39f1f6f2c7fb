import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkImports } from "./check-imports.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Check {
  readonly name: string;
  run(): string | undefined;
}

/** Runs a program of ours; returns what it printed where it failed. */
function program(name: string, args: readonly string[]): string | undefined {
  const result = spawnSync(name, args, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (result.error) return `${name}: ${result.error.message}`;
  return result.status === 0 ? undefined : `${result.stdout}${result.stderr}`;
}

/** A compiler run that must have compiled files of ours: with a wrong glob it would pass over nothing. */
function types(project: string): string | undefined {
  const listed = spawnSync("tsc", ["-p", project, "--listFilesOnly"], {
    cwd: root,
    encoding: "utf8",
  });
  const ours = listed.stdout.split("\n").filter((line) => line && !line.includes("node_modules"));
  if (ours.length === 0) return `tsc -p ${project} saw no files`;
  return program("tsc", ["-p", project]);
}

const projects = [
  "tsconfig.engines.json",
  "tsconfig.json",
  ...globSync("apps/{web,tracker}/{,test/}tsconfig.json", { cwd: root }),
];

const checks: readonly Check[] = [
  ...projects.map((project) => ({ name: `types ${project}`, run: () => types(project) })),
  {
    name: "biome",
    run: () => program("biome", ["ci", "--colors=off", "--max-diagnostics=60", "."]),
  },
  { name: "knip", run: () => program("knip", ["--no-config-hints"]) },
  {
    name: "imports",
    run: () => {
      const { problems } = checkImports(root);
      return problems.length === 0 ? undefined : problems.join("\n");
    },
  },
];

let failed = 0;
for (const { name, run } of checks) {
  const start = performance.now();
  const problem = run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${problem === undefined ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  if (problem !== undefined) {
    failed++;
    console.log(problem);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
