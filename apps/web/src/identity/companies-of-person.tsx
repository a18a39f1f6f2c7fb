import type { PersonIdentity } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { fieldWord } from "./identity-words.ts";

type Company = PersonIdentity["companies"][number];

/** What says that somebody acts for a company: its name or domain, or the number of one of its orders. */
function Ground({ by, record }: Company) {
  const { t, word } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const kind = fieldWord(t, by.kind);
  if (record === null) return <>{t("identity.byName", { kind, value: by.value })}</>;
  const object = schema?.objects.find(({ name }) => name === record.object);
  return (
    <>
      {t("identity.byNumber", {
        kind,
        value: by.value,
        object: object === undefined ? record.object : word(object.label),
        record: record.title,
      })}
    </>
  );
}

/** The companies that a person leads to, each with its ground. */
export function CompaniesOfPerson({ companies }: { readonly companies: readonly Company[] }) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  if (companies.length === 0) return null;
  return (
    <>
      <h2>{t("identity.leadsTo")}</h2>
      <p className="t12 t3">{t("identity.leadsToHint")}</p>
      <table className="plain">
        <thead>
          <tr>
            <th>{t("identity.company")}</th>
            <th>{t("identity.ground")}</th>
            <th>{t("identity.knownSince")}</th>
          </tr>
        </thead>
        <tbody>
          {companies.map((one) => (
            <tr key={`${one.account.id} ${one.by.kind} ${one.by.value}`}>
              <td>
                <PathLink path={`/w/${id}/records/account/${one.account.id}`} className="cell-link">
                  {one.account.title}
                </PathLink>
              </td>
              <td>
                <Ground {...one} />
              </td>
              <td className="nowrap">{formatMoment(new Date(one.knownAt), locale, new Date())}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
