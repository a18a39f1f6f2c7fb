import type { Locale } from "@causeway/platform-contract";
import { useSyncExternalStore } from "react";
import {
  type Preferences,
  readPreferences,
  type ThemeChoice,
  writePreferences,
} from "../format/preferences.ts";
import { changeTexts } from "../texts/text.ts";

const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let current: Preferences = readPreferences(localStorage, navigator.language);

function isDark(): boolean {
  return current.theme === "dark" || (current.theme === "system" && systemDark.matches);
}

function applyTheme(): void {
  document.documentElement.setAttribute("data-theme", isDark() ? "dark" : "light");
}

function set(next: Preferences): void {
  current = next;
  writePreferences(localStorage, next);
  applyTheme();
  for (const listener of listeners) listener();
}

systemDark.addEventListener("change", () => {
  applyTheme();
  for (const listener of listeners) listener();
});

/** Language and theme of this browser. */
export const preferences = {
  get: () => current,
  applyTheme,
  setTheme: (theme: ThemeChoice) => set({ ...current, theme }),
  setLocale(locale: Locale) {
    set({ ...current, locale });
    void changeTexts(locale);
  },
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences.get);
}

/** Whether dark colours apply now, chosen or from the system. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}
