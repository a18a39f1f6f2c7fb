import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { forbidden, type PackagePlace, placeOf } from "./layers.ts";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Every specifier a file imports: static, dynamic with a literal, re-exported, type-only ones too. */
export function importsOf(fileName: string, text: string): readonly string[] {
  const { module, errors } = parseSync(fileName, text);
  if (errors.length > 0) throw new SyntaxError(`${fileName}: ${errors[0]?.message}`);
  const found = module.staticImports.map((entry) => entry.moduleRequest.value);
  for (const entry of module.staticExports.flatMap((statement) => statement.entries)) {
    if (entry.moduleRequest) found.push(entry.moduleRequest.value);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^["'`](.+)["'`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[1]) found.push(literal[1]);
  }
  return found;
}

const packageOf = (specifier: string) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const isTest = (file: string) => /\.test\.tsx?$|\/test\//.test(file);

function problemOf(
  specifier: string,
  file: string,
  folder: string,
  manifest: Manifest,
  place: PackagePlace | undefined,
): string | undefined {
  if (specifier.startsWith(".")) {
    const target = resolve(dirname(file), specifier);
    return relative(folder, target).startsWith("..")
      ? `leaves its package: ${specifier}`
      : undefined;
  }
  const pure = place?.layer === "kernel" || place?.layer === "engines";
  if (specifier.startsWith("node:")) {
    return pure && !isTest(file) ? `I/O in a pure package: ${specifier}` : undefined;
  }
  const name = packageOf(specifier);
  const declared =
    name === manifest.name ||
    manifest.dependencies?.[name] !== undefined ||
    manifest.devDependencies?.[name] !== undefined ||
    (isTest(file) && ["vitest", "fast-check", "playwright-core", "pg"].includes(name));
  if (!declared) return `undeclared: ${name}`;
  const target = placeOf(name);
  if (!place || !target || name === manifest.name) return undefined;
  return isTest(file) ? undefined : forbidden(place, target);
}

/** All imports of the tree that break the table; throws where it saw no files, so that it cannot pass by blindness. */
export function checkImports(root: string): {
  readonly files: number;
  readonly problems: readonly string[];
} {
  const manifests = globSync(
    ["kernel/package.json", "{engines,platform,modules,apps}/*/package.json"],
    { cwd: root },
  );
  const problems: string[] = [];
  let files = 0;
  for (const path of manifests) {
    const folder = join(root, dirname(path));
    const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Manifest;
    const place = placeOf(manifest.name);
    for (const name of globSync("{src,test}/**/*.{ts,tsx}", { cwd: folder })) {
      const file = join(folder, name);
      files++;
      for (const specifier of importsOf(file, readFileSync(file, "utf8"))) {
        const problem = problemOf(specifier, file, folder, manifest, place);
        if (problem) problems.push(`${relative(root, file)}: ${problem}`);
      }
    }
  }
  if (files === 0) throw new Error(`The import check saw no files below ${root}`);
  return { files, problems };
}
