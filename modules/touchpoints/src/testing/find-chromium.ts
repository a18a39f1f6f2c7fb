import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser that CAUSEWAY_CHROMIUM names, or one on the path; null when there is none. */
export function findChromium(): string | null {
  const { CAUSEWAY_CHROMIUM: named, PATH: path = "" } = process.env;
  if (named !== undefined && named !== "") return named;
  const candidates = path
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
