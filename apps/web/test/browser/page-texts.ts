import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Locale } from "@causeway/platform-contract";
import type { Page } from "playwright-core";
import { areas } from "../../src/texts/areas.ts";

const { CAUSEWAY_SCREENSHOTS: folder } = process.env;

/** The text of a key in one language, its places filled. */
export function textsIn(locale: Locale) {
  return (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
    const [area = "", name = ""] = key.split(".");
    const pairs: Readonly<Record<string, readonly string[]>> = areas[area as keyof typeof areas];
    const text = pairs[name]?.[locale === "zh" ? 0 : 1];
    if (text === undefined) throw new Error(`no text ${key}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, place: string) => String(values[place]));
  };
}

/** Keeps a picture of the page for people to look at, where CAUSEWAY_SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
