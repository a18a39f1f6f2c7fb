import type { IdentityPreview } from "@causeway/platform-contract";
import { formatNumber } from "../format/numbers.ts";
import { useTexts } from "../texts/text.ts";
import { fieldWord } from "./identity-words.ts";

/** What one line about numbers would lead to companies, with a few of them. */
export function NumberPreview({ found }: { readonly found: IdentityPreview["numbers"][number] }) {
  const { t, locale } = useTexts();
  const number = (value: number) => formatNumber(value, locale);
  return (
    <section className="number-preview">
      <p className="t13">
        {t("identity.numbersSay", {
          kind: fieldWord(t, found.kind),
          records: number(found.records),
          numbers: number(found.numbers),
          companies: number(found.companies),
          people: number(found.people),
          fresh: number(found.fresh),
        })}
      </p>
      {found.ambiguous > 0 && (
        <p className="t12 t3">
          {t("identity.numbersAmbiguous", { count: number(found.ambiguous) })}
        </p>
      )}
      {!found.isWhole && <p className="t12 t3">{t("identity.numbersPart")}</p>}
      <ul className="t13">
        {found.samples.map(({ value, account, record }) => (
          <li key={value}>
            {value} → {account} <span className="t3">{record}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
