import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How a start went. */
export interface StartReport {
  readonly seconds: number;
  readonly health?: number;
  readonly page?: number;
  readonly code: number | null | "late";
  readonly output: string;
}

/** Where and as whom something is started. */
export interface Place {
  readonly folder: string;
  /** Whose the folder is made; root's or this user's unless given. */
  readonly owner?: string | undefined;
  /** A program that starts another one: `runuser -u … --`, `unshare -n …`; none unless given. */
  readonly wrapper?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const script = fileURLToPath(new URL("./start-once.ts", import.meta.url));
const patienceMs = 900_000;

/** Starts `command` once in a place and tells how it went. Throws with the output of a program that told nothing. */
export function startOnce(place: Place, command: readonly string[]): StartReport {
  const all = [...(place.wrapper ?? []), process.execPath, script, "--", ...command];
  const { stdout } = run(place, all);
  const line = stdout.trim().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(line) as StartReport;
  } catch {
    throw new Error(`${all.join(" ")} told nothing:\n${stdout}`);
  }
}

/** Runs a program in a place to its end. Throws with its last words when it fails. */
export function run(
  { folder, env = {} }: Place,
  [program = "", ...args]: readonly string[],
): { readonly stdout: string } {
  const options: SpawnSyncOptions = {
    cwd: folder,
    env: { ...cleanEnvironment(), ...env },
    timeout: patienceMs,
    maxBuffer: 64 * 1024 ** 2,
  };
  const result = spawnSync(program, args, { ...options, encoding: "utf8" });
  if (result.status !== 0) {
    const words = `${result.stdout}\n${result.stderr}\n${result.error?.message ?? ""}`;
    throw new Error(`${program} ${args.join(" ")} failed:\n${words.slice(-2000)}`);
  }
  return { stdout: result.stdout };
}

/** What a person who has just signed in has: nothing of ours, of npm's or of this process. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = [
    "HOME",
    "LANG",
    "USER",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "npm_config_registry",
  ];
  const path = (process.env["PATH"] ?? "")
    .split(":")
    .filter((folder) => !folder.includes("node_modules"))
    .join(":");
  return {
    ...Object.fromEntries(
      kept.flatMap((name) => (name in process.env ? [[name, process.env[name]]] : [])),
    ),
    PATH: path,
  };
}

/** What the product itself said, without npm's own lines around it. */
export function ownLines(output: string): readonly string[] {
  return output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^(>|npm )/.test(line) && !line.startsWith("正在构建"));
}
