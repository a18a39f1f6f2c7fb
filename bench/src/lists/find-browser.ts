import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

/** The browser named in CAUSEWAY_CHROMIUM, else the first one that is installed. */
export function findBrowser(): string {
  const { CAUSEWAY_CHROMIUM: named, PATH: path = "" } = process.env;
  const onPath = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = named ? [named] : [...onPath, chromium.executablePath()];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw new Error("No Chromium: install one, or name it in CAUSEWAY_CHROMIUM");
  return found;
}
