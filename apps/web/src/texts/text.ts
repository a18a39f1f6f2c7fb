import type { Label, Locale } from "@causeway/platform-contract";
import i18next from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Areas } from "./areas.ts";

/** Every text of the product: `workbench.title`. */
export type TextKey = {
  [Area in keyof Areas]: `${Area & string}.${keyof Areas[Area] & string}`;
}[keyof Areas];

export type Translate = (
  key: TextKey,
  values?: Readonly<Record<string, string | number>>,
) => string;

const languages = {
  zh: () => import("./zh.ts"),
  en: () => import("./en.ts"),
} as const satisfies Readonly<Record<Locale, () => Promise<unknown>>>;

/** The language that was asked for last: an earlier one may arrive later. */
let wanted: Locale | undefined;

/** Starts i18next with one language; the other one is loaded when somebody asks for it. */
export async function startTexts(locale: Locale): Promise<void> {
  const options = { interpolation: { escapeValue: false }, initAsync: false, resources: {} };
  void i18next.use(initReactI18next).init({ ...options, lng: locale });
  await changeTexts(locale);
}

/** Pages keep their language until the other one is there, and then change at once. */
export async function changeTexts(locale: Locale): Promise<void> {
  wanted = locale;
  if (!i18next.hasResourceBundle(locale, "translation")) {
    const { texts } = await languages[locale]();
    i18next.addResourceBundle(locale, "translation", texts);
  }
  if (wanted !== locale) return;
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  await i18next.changeLanguage(locale);
}

/** A text in the language of now, for what stands outside of the pages. */
export const translate: Translate = (key, values) => i18next.t(key, { ...values });

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
