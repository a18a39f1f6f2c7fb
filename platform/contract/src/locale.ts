import { z } from "zod";
import { plainText } from "./plain-text.ts";

export const localeSchema = z.enum(["zh", "en"]);
export type Locale = z.infer<typeof localeSchema>;

/** A text that people read, in both languages of the product. */
export const labelSchema = z.object({
  zh: plainText(200).min(1),
  en: plainText(200).min(1),
});
export type Label = z.infer<typeof labelSchema>;

/** Sentences in both languages: what an agent says, a server answered, a person wrote. Longer than a label. */
export const sentencesSchema = z.object({
  zh: plainText(20_000).min(1),
  en: plainText(20_000).min(1),
});
