import type { CompanyGroups } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { companyGroupsQuery } from "../api/group-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "./groups.css";
import { ControlForm } from "./control-form.tsx";
import { OwnershipUpload } from "./ownership-upload.tsx";

function Doubtful({ found }: { readonly found: CompanyGroups }) {
  const { t } = useTexts();
  if (found.doubtfulCount === 0) return null;
  const names = found.doubtful
    .slice(0, 5)
    .map(({ name, total }) => `${name} (${total} %)`)
    .join(", ");
  return <p className="t13 warn">{t("groups.doubtful", { count: found.doubtfulCount, names })}</p>;
}

function Groups({ found }: { readonly found: CompanyGroups }) {
  const { t, locale } = useTexts();
  const { id: workspace } = useWorkspace();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("groups.head")}</th>
          <th className="number">{t("groups.members")}</th>
          <th className="number">{t("groups.accounts")}</th>
          <th>{t("groups.asOf")}</th>
        </tr>
      </thead>
      <tbody>
        {found.groups.map(({ head, companies, accounts, asOf }) => (
          <tr key={`${head.name} ${head.creditCode}`}>
            <td>
              {head.accountId === null ? (
                <>
                  {head.name}{" "}
                  <small className="t3">
                    {t(head.isPerson ? "groups.person" : "groups.notAccount")}
                  </small>
                </>
              ) : (
                <PathLink
                  path={`/w/${workspace}/records/account/${head.accountId}?tab=group`}
                  className="cell-link"
                >
                  {head.name}
                </PathLink>
              )}
            </td>
            <td className="number">{formatNumber(companies, locale)}</td>
            <td className="number">{formatNumber(accounts, locale)}</td>
            <td className="nowrap">{formatMoment(new Date(asOf), locale, new Date())}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Company groups by ownership: what registers say, from when it is control, and who heads whom. */
export function GroupsList() {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const { data, error, refetch } = useQuery(companyGroupsQuery(id));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  return (
    <section className="group-section" aria-label={t("groups.title")}>
      {isAtLeast(role, "admin") && (
        <div className="group-control">
          <OwnershipUpload />
          <ControlForm key={data.above} above={data.above} />
        </div>
      )}
      {data.facts + data.groups.length > 0 && (
        <p className="t12 t3">{t("groups.facts", { count: data.facts })}</p>
      )}
      <Doubtful found={data} />
      {data.groups.length === 0 ? (
        <EmptyState title={t("groups.none")} hint={t("groups.noneHint")} />
      ) : (
        <Groups found={data} />
      )}
    </section>
  );
}
