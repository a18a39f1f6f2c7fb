import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const own = join("bench", "src", "upgrade");
/** What is added to the older version: a program that serves it, and fills it. */
const programs = ["older-server.ts", "fill-log.ts"] as const;

/**
 * The product as it was at a commit, in a folder of its own, with the packages of today; returns the path of a program that
 * serves it. Throws where the commit is not in the history at hand.
 */
export function olderVersion(folder: string, commit: string): string {
  const place = join(folder, `version-${commit}`);
  if (!existsSync(join(place, "package.json"))) {
    mkdirSync(place, { recursive: true });
    const archive = execFileSync("git", ["archive", commit], { cwd: root, maxBuffer: 2 ** 30 });
    execFileSync("tar", ["-x", "-C", place], { input: archive });
  }
  linkPackages(place);
  mkdirSync(join(place, own), { recursive: true });
  for (const name of programs) copyFileSync(join(root, own, name), join(place, own, name));
  return join(place, own, programs[0]);
}

/** Packages of others are today's; those of the product are the folder's own. */
function linkPackages(place: string): void {
  const modules = join(place, "node_modules");
  if (existsSync(modules)) return;
  mkdirSync(join(modules, "@causeway"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name !== "@causeway") symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  const groups = ["engines", "platform", "modules", "apps"];
  const packages = [
    "kernel",
    ...groups.flatMap((group) => readdirSync(join(place, group)).map((name) => join(group, name))),
  ];
  for (const path of packages) {
    const manifest = join(place, path, "package.json");
    if (!lstatSync(join(place, path)).isDirectory() || !existsSync(manifest)) continue;
    const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { name: string };
    symlinkSync(join(place, path), join(modules, name));
  }
}
