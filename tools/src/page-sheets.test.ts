import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../apps/web/src/", import.meta.url));

/** These are there from the first page on; a page's own sheet comes with it, and stays when it is left. */
const isShared = (file: string) => /^(?:design|shell)[/\\]/.test(file);

interface Sheet {
  readonly file: string;
  /** The classes of each selector; what only holds on paper is left out. */
  readonly selectors: readonly { readonly text: string; readonly classes: readonly string[] }[];
}

function readSheet(file: string): Sheet {
  const rules = readFileSync(join(root, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/@media print \{[\s\S]*?\n\}/g, "");
  const selectors = [...rules.matchAll(/([^{}]+)\{/g)]
    .flatMap(([, list = ""]) => list.split(/,(?![^(]*\))/))
    .map((text) => text.trim())
    .filter((text) => text.includes(".") && !text.startsWith("@"))
    .map((text) => ({
      text,
      classes: [...text.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = ""]) => name),
    }));
  return { file, selectors };
}

const sheets = globSync("**/*.css", { cwd: root }).map(readSheet);

/** The sheets that speak of a class. */
function sheetsOf(name: string): ReadonlySet<string> {
  return new Set(
    sheets
      .filter(({ selectors }) => selectors.some(({ classes }) => classes.includes(name)))
      .map(({ file }) => file),
  );
}

/** Whether a selector names a class that one sheet alone speaks of. */
const isOwn = (classes: readonly string[]) => classes.some((name) => sheetsOf(name).size === 1);

/** Whether all that other sheets say of a class is about what they name besides. */
function isOnlyRefinedBeside(name: string, file: string): boolean {
  return sheets
    .filter((sheet) => sheet.file !== file)
    .flatMap(({ selectors }) => selectors)
    .every(({ classes }) => !classes.includes(name) || isOwn(classes));
}

test("the sheet of a page changes nothing on other pages: each rule names a class of its own", () => {
  expect(sheets.length).toBeGreaterThan(15);
  const leaks = sheets
    .filter(({ file }) => !isShared(file))
    .flatMap(({ file, selectors }) =>
      selectors
        .filter(
          ({ classes }) =>
            !isOwn(classes) && !classes.some((name) => isOnlyRefinedBeside(name, file)),
        )
        .map(({ text }) => `${file}: ${text}`),
    );
  expect(leaks).toEqual([]);
});
