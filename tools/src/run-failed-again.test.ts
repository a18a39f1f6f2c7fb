import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createVitest } from "vitest/node";
import { countTests } from "./count-tests.ts";
import { runFailedAgain } from "./run-failed-again.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cw-again-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs files of this text, and what failed in them again; `seen(n)` in them is true from the n-th run of a file on. */
async function run(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    const head = `import { appendFileSync, readFileSync } from "node:fs";
      appendFileSync(import.meta.filename + ".runs", "x");
      const seen = (n) => readFileSync(import.meta.filename + ".runs", "utf8").length >= n;`;
    writeFileSync(join(folder, `${name}.test.mjs`), `${head}\n${text}`);
  }
  const vitest = await createVitest({
    root: folder,
    config: false,
    watch: false,
    globals: true,
    reporters: [{}],
    include: ["*.test.mjs"],
  });
  try {
    await vitest.start();
    const unplaced = await runFailedAgain(vitest);
    return {
      ...countTests(vitest.state.getTestModules()),
      unhandled: unplaced.length + vitest.state.getUnhandledErrors().length,
    };
  } finally {
    await vitest.close();
  }
}

it("runFailedAgain() counts the second run of a file that failed, with everything in it done anew", async () => {
  const found = await run({
    sound: `it("is well", () => expect(seen(2)).toBe(false));`,
    leftovers: `let made = 0; it("makes one", () => { made++; expect(made).toBe(1); expect(seen(2)).toBe(true); });`,
    late: `it("throws later", async () => {
      if (!seen(2)) setTimeout(() => { throw new Error("late"); }, 1);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });`,
    always: `it("fails", () => expect(1).toBe(2)); it("is well", () => undefined);`,
  });
  expect(found).toEqual({ passed: 4, failed: 1, skipped: 0, unhandled: 0 });
}, 60_000);
