import type { AccountGroup, GroupMember } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { accountGroupQuery } from "../api/group-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import "./groups.css";
import { GroupWay } from "./group-way.tsx";

type Group = NonNullable<AccountGroup["group"]>;

function MemberName({ member, own }: { readonly member: GroupMember; readonly own: string }) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const { accountId, name, isPerson } = member;
  if (accountId === own) {
    return (
      <>
        <b>{name}</b> <small className="t3">{t("groups.self")}</small>
      </>
    );
  }
  if (accountId === null) {
    return (
      <>
        {name} <small className="t3">{t(isPerson ? "groups.person" : "groups.notAccount")}</small>
      </>
    );
  }
  return (
    <PathLink path={`/w/${workspace}/records/account/${accountId}?tab=group`} className="cell-link">
      {name}
    </PathLink>
  );
}

function Members({ group, own }: { readonly group: Group; readonly own: string }) {
  const { t } = useTexts();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("groups.company")}</th>
          <th>{t("groups.way")}</th>
        </tr>
      </thead>
      <tbody>
        {group.members.map((member) => (
          <tr key={`${member.name} ${member.creditCode}`}>
            <td className="nowrap" style={{ paddingInlineStart: 12 + 14 * member.path.length }}>
              <MemberName member={member} own={own} />
            </td>
            <td>
              <GroupWay path={member.path} withCompany={false} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Signals({ group }: { readonly group: Group }) {
  const { t, locale } = useTexts();
  if (group.signals.length === 0) return <p className="t13 t3">{t("groups.signalsNone")}</p>;
  return (
    <table className="plain group-signals">
      <thead>
        <tr>
          <th>{t("groups.known")}</th>
          <th>{t("groups.company")}</th>
          <th>{t("groups.what")}</th>
        </tr>
      </thead>
      <tbody>
        {group.signals.map((signal) => {
          const member = group.members[signal.member];
          const { title } = signal.payload;
          return (
            <tr key={signal.id}>
              <td className="nowrap">
                {formatMoment(new Date(signal.knownAt), locale, new Date())}
              </td>
              <td>
                {member && member.path.length > 0 ? <GroupWay path={member.path} /> : member?.name}
              </td>
              <td>
                {t(`prediction.signal_${signal.kind}`)}
                {typeof title === "string" && ` · ${title}`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The group of an account: who belongs to it and through whom, and what was published about those beneath. */
export function GroupSection({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { id: workspace } = useWorkspace();
  const { data: group, error, refetch } = useQuery(accountGroupQuery(workspace, id));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (group === undefined) return <Skeleton rows={6} />;
  if (group === null) {
    return (
      <EmptyState title={t("groups.noneHere")} hint={t("groups.noneHint")}>
        <PathLink path={`/w/${workspace}/touchpoints/identity?tab=groups`} className="button">
          {t("groups.title")}
        </PathLink>
      </EmptyState>
    );
  }
  return (
    <section className="group-section" aria-label={t("groups.tab")}>
      <div className="row">
        <h2>{group.members[0]?.name}</h2>
        <span className="t12 t3">
          {t("groups.beneathHere", { count: group.beneath.length })}
          {group.companies > group.members.length &&
            ` · ${t("groups.shownOf", { shown: group.members.length, count: group.companies })}`}
        </span>
      </div>
      <Members group={group} own={id} />
      <h2>{t("groups.signals")}</h2>
      <Signals group={group} />
    </section>
  );
}
