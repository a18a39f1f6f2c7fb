import type { Member, Role } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useMe, useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { membersQuery } from "../api/record-queries.ts";
import { formatDay, formatMoment } from "../format/dates.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";

const roles: readonly Role[] = ["member", "admin", "owner"];

function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: (form: FormData) =>
      ask("createdInvitationSchema", `/api/w/${id}/invitations`, {
        body: { email: form.get("email"), role: form.get("role") },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["w", id, "invitations"] }),
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    invite.mutate(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={t("settings.invite")} width={560} onClose={onClose}>
      {invite.data ? (
        <div className="dialog-body">
          <p>{t("settings.inviteLink", { email: invite.data.email })}</p>
          <div className="secret">
            <code data-testid="invitation-link">{invite.data.link}</code>
            <CopyButton text={invite.data.link} />
          </div>
          <p className="t12 t3">{t("settings.inviteLinkHint")}</p>
        </div>
      ) : (
        <form onSubmit={onSubmit}>
          <div className="dialog-body">
            <FormField label={t("access.email")}>
              <input className="input" name="email" type="email" required />
            </FormField>
            <FormField label={t("settings.role")}>
              <select className="input" name="role" defaultValue="member">
                {roles.slice(0, 2).map((role) => (
                  <option key={role} value={role}>
                    {t(`access.${role}`)}
                  </option>
                ))}
              </select>
            </FormField>
            {invite.error && <ProblemBox error={invite.error} />}
          </div>
          <footer className="dialog-foot">
            <button type="button" className="button" onClick={onClose}>
              {t("shell.cancel")}
            </button>
            <button type="submit" className="button primary" disabled={invite.isPending}>
              {t("settings.invite")}
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}

function Invitations() {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ["w", id, "invitations"],
    queryFn: () => ask("invitationsSchema", `/api/w/${id}/invitations`),
  });
  const revoke = useMutation({
    mutationFn: (invitation: string) =>
      tell(`/api/w/${id}/invitations/${invitation}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "invitations"] }),
  });
  const open = (data?.invitations ?? []).filter(({ acceptedAt }) => acceptedAt === null);
  return (
    <section>
      <h3>{t("settings.pending")}</h3>
      {open.length === 0 && <p className="t13 t3">{t("settings.noPending")}</p>}
      {open.map((invitation) => (
        <div key={invitation.id} className="setting-row t13">
          <span>
            {invitation.email} · {t(`access.${invitation.role}`)}
          </span>
          <span className="t12 t3">
            {t("settings.expires", {
              time: formatMoment(new Date(invitation.expiresAt), locale, new Date()),
            })}
          </span>
          <button
            type="button"
            className="button quiet"
            onClick={() => revoke.mutate(invitation.id)}
          >
            {t("settings.revoke")}
          </button>
        </div>
      ))}
      {revoke.error && <ProblemBox error={revoke.error} />}
    </section>
  );
}

function MemberRow({ member, isAdmin }: { readonly member: Member; readonly isAdmin: boolean }) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { user } = useMe();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["w", id, "members"] });
  const path = `/api/w/${id}/members/${member.userId}`;
  const change = useMutation({
    mutationFn: (role: string) => tell(path, { method: "PATCH", body: { role } }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => tell(path, { method: "DELETE" }),
    onSettled: refresh,
  });
  const mine = member.userId === user.id;
  const error = change.error ?? remove.error;
  return (
    <tr>
      <td>
        {member.name} {mine && <span className="t12 t3">{t("settings.you")}</span>}
        {error && <ProblemBox error={error} />}
      </td>
      <td>{member.email}</td>
      <td>
        {isAdmin && !mine ? (
          <select
            className="input"
            aria-label={`${t("settings.role")}: ${member.name}`}
            value={member.role}
            onChange={(event) => change.mutate(event.target.value)}
          >
            {roles.map((role) => (
              <option key={role} value={role}>
                {t(`access.${role}`)}
              </option>
            ))}
          </select>
        ) : (
          t(`access.${member.role}`)
        )}
      </td>
      <td className="nowrap">{formatDay(new Date(member.joinedAt), locale, new Date())}</td>
      <td>
        {isAdmin && !mine && (
          <button type="button" className="button quiet" onClick={() => remove.mutate()}>
            {t("shell.remove")}
          </button>
        )}
      </td>
    </tr>
  );
}

/** Who works here, with what role, and who was invited. */
export function MembersSection({ isAdmin }: { readonly isAdmin: boolean }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const [inviting, setInviting] = useState(false);
  const { data, error } = useQuery(membersQuery(id));
  return (
    <section className="setting wide">
      <div className="row">
        <h2>{t("settings.members")}</h2>
        <span className="space" />
        {isAdmin && (
          <button type="button" className="button primary" onClick={() => setInviting(true)}>
            {t("settings.invite")}
          </button>
        )}
      </div>
      {error && <ProblemBox error={error} />}
      {!data && !error && <Skeleton />}
      {data && (
        <table className="plain">
          <thead>
            <tr>
              <th>{t("access.name")}</th>
              <th>{t("access.email")}</th>
              <th>{t("settings.role")}</th>
              <th>{t("settings.joined")}</th>
              <th>
                <span className="visually-hidden">{t("shell.remove")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.members.map((member) => (
              <MemberRow key={member.userId} member={member} isAdmin={isAdmin} />
            ))}
          </tbody>
        </table>
      )}
      {isAdmin && <Invitations />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </section>
  );
}
