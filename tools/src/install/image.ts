import { cpSync, mkdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { run, type StartReport, startOnce } from "./start-report.ts";

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The folders of the image that are not as in its base. */
const places = ["/app", "/data", "/backups"];
/** The base image's Node is the one that runs this. */
const path = `${dirname(process.execPath)}:${process.env["PATH"]}`;

/** The image as a root folder, made instruction by instruction without an engine. */
interface Stage {
  readonly root: string;
  folder: string;
  readonly env: Record<string, string>;
  user: string | undefined;
}

export interface Image {
  /** Starts it as its `USER`, with its own command, until it answers, and stops it. */
  start(env: Readonly<Record<string, string>>): StartReport;
  /** Runs it to its end with another command. */
  run(env: Readonly<Record<string, string>>, command: readonly string[]): void;
}

/**
 * Builds what a Dockerfile says, each stage in a folder that is bound over the places it writes to. Base images are this
 * machine with the Node of this process. Needs root.
 */
export function buildImage(source: string, work: string): Image {
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  let entry: readonly string[] = [];
  let command: readonly string[] = [];
  for (const { name, rest } of instructions(readFileSync(join(source, "Dockerfile"), "utf8"))) {
    if (name === "FROM") {
      const alias = /\bAS (\w+)/i.exec(rest)?.[1] ?? "final";
      stage = { root: join(work, alias), folder: "/", env: { PATH: path }, user: undefined };
      for (const place of places) mkdirSync(join(stage.root, place), { recursive: true });
      stages.set(alias, stage);
    } else if (stage === undefined) throw new Error(`${name} stands before FROM`);
    else if (name === "ENTRYPOINT") entry = JSON.parse(rest);
    else if (name === "CMD") command = JSON.parse(rest);
    else apply(stage, { name, rest }, source, stages);
  }
  if (stage === undefined) throw new Error("The Dockerfile has no stage");
  const last = stage;
  const wrapper = inside(last);
  return {
    start: (env) =>
      startOnce({ folder: "/", wrapper, env: { ...last.env, ...env } }, [...entry, ...command]),
    run(env, other) {
      run({ folder: "/", env: { ...last.env, ...env } }, [...wrapper, ...entry, ...other]);
    },
  };
}

function instructions(text: string): readonly Instruction[] {
  return text
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .flatMap((line) => {
      const [, name, rest] = /^([A-Z]+) +(.*)$/.exec(line.trim()) ?? [];
      return name === undefined || rest === undefined ? [] : [{ name, rest }];
    });
}

function apply(
  stage: Stage,
  { name, rest }: Instruction,
  source: string,
  stages: ReadonlyMap<string, Stage>,
): void {
  if (name === "WORKDIR") {
    stage.folder = rest;
    mkdirSync(join(stage.root, rest), { recursive: true });
  } else if (name === "ENV") {
    for (const [, key = "", value = ""] of rest.matchAll(/(\w+)=(\S+)/g)) stage.env[key] = value;
  } else if (name === "USER") stage.user = rest;
  else if (name === "COPY") copy(stage, rest, source, stages);
  else if (name === "RUN") {
    run({ folder: "/", env: stage.env }, [
      ...inside({ ...stage, user: undefined }),
      "sh",
      "-ec",
      rest,
    ]);
  }
}

function copy(
  stage: Stage,
  rest: string,
  source: string,
  stages: ReadonlyMap<string, Stage>,
): void {
  const [, from, what = "", to = ""] = /^(?:--from=(\w+) )?(\S+) (\S+)$/.exec(rest) ?? [];
  const target = to.startsWith("/") ? join(stage.root, to) : join(stage.root, stage.folder, to);
  if (from === undefined) {
    const ignored = ignoredBy(readFileSync(join(source, ".dockerignore"), "utf8"));
    cpSync(source, target, {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => path === source || !ignored(path.slice(source.length + 1)),
    });
    return;
  }
  const origin = stages.get(from);
  if (origin === undefined) throw new Error(`COPY --from=${from}: there is no such stage`);
  run({ folder: "/" }, ["mkdir", "-p", target]);
  run({ folder: "/" }, ["cp", "-a", `${join(origin.root, what)}/.`, target]);
}

/** The patterns of a `.dockerignore` as one test; of the notation what this project uses: names, with stars, anywhere or on top. */
function ignoredBy(text: string): (path: string) => boolean {
  const patterns = text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const name = line
        .replace(/^\*\*\//, "")
        .replaceAll(".", "\\.")
        .replaceAll("*", "[^/]*");
      return new RegExp(`${line.startsWith("**/") ? "(^|/)" : "^"}${name}(/|$)`);
    });
  return (path) => patterns.some((pattern) => pattern.test(path));
}

/** A mount namespace in which the stage's folders lie where the image has them, entered as the stage's user. */
function inside({ root, folder, user }: Stage): readonly string[] {
  const binds = places.map(
    (place) => `mkdir -p ${place} && mount --bind '${root}${place}' ${place}`,
  );
  const [uid, gid = uid] = user?.split(":") ?? [];
  const drop =
    uid === undefined
      ? []
      : ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--no-new-privs"];
  const script = [...binds, `cd ${folder}`, 'exec "$@"'].join(" && ");
  return ["unshare", "--mount", "sh", "-ec", script, "sh", ...drop];
}

/** Takes away the stages, and the empty folders that served as mount points. */
export function forgetImage(work: string): void {
  rmSync(work, { recursive: true, force: true });
  for (const place of places) {
    try {
      rmdirSync(place);
    } catch {
      // It was there before, with something in it.
    }
  }
}
