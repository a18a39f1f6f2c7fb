import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

function findExecutable(): string {
  const { CAUSEWAY_CHROMIUM: named, PATH: path = "" } = process.env;
  const onPath = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = named ? [named] : [...onPath, chromium.executablePath()];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw new Error("No Chromium: install one, or name it in CAUSEWAY_CHROMIUM");
  return found;
}

/** A browser that talks to nobody but the pages it is sent to. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findExecutable(),
    args: ["--disable-background-networking"],
  });
}
