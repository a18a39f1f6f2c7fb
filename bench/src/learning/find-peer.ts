import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const version = "4.7.0";

/** A Python with LightGBM under the git-ignored `.peers`, made on first use; else why there is none. */
export function findLightgbm(
  root: string,
): { readonly python: string } | { readonly missing: string } {
  const folder = join(root, ".peers", "lightgbm");
  const python = join(folder, "bin", "python");
  try {
    if (!existsSync(join(folder, "ready"))) {
      execFileSync("python3", ["-m", "venv", folder], { stdio: "pipe" });
      const packages = [`lightgbm==${version}`, "numpy"];
      execFileSync(python, ["-m", "pip", "install", "--quiet", ...packages], { stdio: "pipe" });
      execFileSync("touch", [join(folder, "ready")]);
    }
    return { python };
  } catch (error) {
    const [line = "unknown"] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { missing: `LightGBM ${version} cannot be had here: ${line}` };
  }
}
