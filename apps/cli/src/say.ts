/** A text in the language of the terminal: Chinese where the locale begins with `zh`, English otherwise. */
export function say(text: { readonly zh: string; readonly en: string }): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? text.zh : text.en;
}
