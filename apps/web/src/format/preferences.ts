import type { Locale } from "@causeway/platform-contract";

export type ThemeChoice = "light" | "dark" | "system";

export interface Preferences {
  readonly locale: Locale;
  readonly theme: ThemeChoice;
}

/** Where the choice is kept: `localStorage`, or anything like it. */
export type PreferenceStorage = Pick<Storage, "getItem" | "setItem">;

const key = "causeway.preferences";

/** Reads what this browser chose before; a first visit follows the browser's language. */
export function readPreferences(storage: PreferenceStorage, language: string): Preferences {
  const fallback: Preferences = {
    locale: language.toLowerCase().startsWith("zh") ? "zh" : "en",
    theme: "system",
  };
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? "null");
    if (typeof stored !== "object" || stored === null) return fallback;
    const { locale, theme } = stored as Partial<Preferences>;
    return {
      locale: locale === "zh" || locale === "en" ? locale : fallback.locale,
      theme: theme === "light" || theme === "dark" ? theme : "system",
    };
  } catch {
    return fallback;
  }
}

export function writePreferences(storage: PreferenceStorage, preferences: Preferences): void {
  storage.setItem(key, JSON.stringify(preferences));
}
