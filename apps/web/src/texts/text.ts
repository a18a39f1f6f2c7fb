import type { Label, Locale } from "@causeway/platform-contract";
import i18next from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import { type Areas, areas } from "./areas.ts";
import { resources } from "./pairs.ts";

/** Every text of the product: `workbench.title`. */
export type TextKey = {
  [Area in keyof Areas]: `${Area & string}.${keyof Areas[Area] & string}`;
}[keyof Areas];

export type Translate = (
  key: TextKey,
  values?: Readonly<Record<string, string | number>>,
) => string;

/** Starts i18next with both languages; they are small and switching must not wait. */
export function startTexts(locale: Locale): void {
  void i18next.use(initReactI18next).init({
    lng: locale,
    resources: {
      zh: { translation: resources(areas, "zh") },
      en: { translation: resources(areas, "en") },
    },
    fallbackLng: "en",
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
}

export function changeTexts(locale: Locale): void {
  void i18next.changeLanguage(locale);
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
}

export interface Texts {
  readonly t: Translate;
  readonly locale: Locale;
  /** The reader's side of a text that the server keeps in both languages. */
  readonly label: (label: Label) => string;
  /** The same inside a sentence: English writes it small there. */
  readonly word: (label: Label) => string;
}

/** `New lead`, but `New API client`: only a word in normal case loses its capital. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? `${text[0]?.toLowerCase()}${text.slice(1)}` : text;
}

export function useTexts(): Texts {
  const { t, i18n } = useTranslation();
  const locale: Locale = i18n.language === "en" ? "en" : "zh";
  return useMemo(
    () => ({
      // A count is mostly written out already, and i18next looks for a singular to numbers only.
      t: (key, values) => t(key, { ...values, ...(values?.["count"] === "1" && { count: 1 }) }),
      locale,
      label: (label) => label[locale],
      word: (label) => (locale === "en" ? lowerFirst(label.en) : label.zh),
    }),
    [t, locale],
  );
}
