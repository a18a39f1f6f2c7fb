import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * A Python with these packages from PyPI in a folder of its own (`.peers/NAME`, ignored by git), made on first use.
 * Undefined, with a line that says why, where Python or the packages cannot be had.
 */
export function installPeer(name: string, packages: readonly string[]): string | undefined {
  const folder = fileURLToPath(new URL(`../../.peers/${name}`, import.meta.url));
  const python = `${folder}/bin/python`;
  try {
    if (!existsSync(`${folder}/ready`)) {
      execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe" });
      execFileSync(python, ["-m", "pip", "install", "--quiet", ...packages], { stdio: "pipe" });
      execFileSync("touch", [`${folder}/ready`]);
    }
    return python;
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.log(`${name} cannot be had here, so this comparison stays open: ${why}`);
    return undefined;
  }
}
