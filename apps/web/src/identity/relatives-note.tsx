import type { MatchingRule } from "@causeway/platform-contract";
import { formatNumber } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";
import { fieldWord } from "./identity-words.ts";

/** What colleagues and families share here, and what tells one person from them; nothing where there are none. */
export function RelativesNote({ relatives }: Pick<MatchingRule, "relatives">) {
  const { t, locale } = useTexts();
  if (relatives === null || relatives.telling.length === 0) return null;
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const words = (fields: readonly string[]) => list.format(fields.map((one) => fieldWord(t, one)));
  const { perMatch } = relatives;
  const pairs = formatNumber(
    perMatch < 10 ? Math.round(10 * perMatch) / 10 : Math.round(perMatch),
    locale,
  );
  return (
    <p className="t13 t2">
      {t("identity.relatives", {
        pairs,
        shared: words(relatives.shared),
        telling: words(relatives.telling),
      })}
    </p>
  );
}
