import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The browser that tests drive: CAUSEWAY_CHROMIUM, one on the PATH or in its usual place, or Playwright's own. */
export function findChromium(): string | undefined {
  const { CAUSEWAY_CHROMIUM: given, PATH = "" } = process.env;
  if (given) {
    if (!existsSync(given)) throw new Error(`CAUSEWAY_CHROMIUM names no file: ${given}`);
    return given;
  }
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...applications, chromium.executablePath()].find((path) => existsSync(path));
}
