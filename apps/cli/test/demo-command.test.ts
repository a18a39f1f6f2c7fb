import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createDataFolder } from "@causeway/platform-database/testing";
import { afterAll, expect, it } from "vitest";

const program = fileURLToPath(new URL("../bin/causeway.mjs", import.meta.url));
const { path: folder, remove } = createDataFolder();
afterAll(remove);

async function causeway(...args: readonly string[]): Promise<{ code: number; err: string }> {
  const env = { ...process.env, DATABASE_URL: "", LANG: "en_US.UTF-8", LC_ALL: "" };
  const child = spawn(process.execPath, [program, ...args], { env });
  let err = "";
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, err };
}

it("causeway demo with a language it does not know, or one beside --remove, exits 2 and says one line", async () => {
  for (const args of [["fr"], ["zh", "en"], ["--remove", "zh"], ["--workspace", "x"]]) {
    const { code, err } = await causeway("demo", ...args, "--data", folder);
    expect(code).toBe(2);
    expect(err.trim().split("\n")).toHaveLength(1);
  }
});

it("causeway demo --remove says that there is none", async () => {
  const { code, err } = await causeway("demo", "--remove", "--data", folder);
  expect(code).toBe(1);
  expect(err).toContain("There is no demo company");
});
