import { z } from "zod";

export const localeSchema = z.enum(["zh", "en"]);
export type Locale = z.infer<typeof localeSchema>;

/** A text that people read, in both languages of the product. */
export const labelSchema = z.object({
  zh: z.string().min(1).max(200),
  en: z.string().min(1).max(200),
});
export type Label = z.infer<typeof labelSchema>;
