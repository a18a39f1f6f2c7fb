import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useEffect } from "react";
import { ask, tell } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { queryClient } from "../api/query-client.ts";
import { meQuery } from "../api/session-queries.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { EntryCard } from "./entry-card.tsx";
import { homeOf } from "./session.ts";

function useAccept(token: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (form: FormData | null) =>
      tell(`/api/invitations/${token}/accept`, {
        body: form ? { name: form.get("name"), password: form.get("password") } : {},
      }),
    onSuccess: async () => {
      queryClient.clear();
      const me = await queryClient.fetchQuery(meQuery);
      await navigate({ href: homeOf(me) });
    },
  });
}

/** An invitation link: a new person sets name and password, a known one joins with their account. */
export function InvitationPage() {
  const { t } = useTexts();
  const { token } = useParams({ from: "/invitation/$token" });
  const offer = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => ask("invitationOfferSchema", `/api/invitations/${token}`),
  });
  const me = useQuery({ ...meQuery, retry: false });
  const accept = useAccept(token);
  const title = offer.data ? t("access.invited", { workspace: offer.data.workspaceName }) : "";
  useEffect(() => {
    document.title = `${title} · Causeway`;
  }, [title]);
  if (offer.error) {
    return (
      <EntryCard title={t("shell.errorTitle")}>
        <ProblemBox error={offer.error} />
      </EntryCard>
    );
  }
  if (!offer.data) return <Skeleton />;
  const { email, role, hasAccount } = offer.data;
  const hint = t("access.invitedHint", { role: t(`access.${role}`), email });
  const at = (field: string) =>
    accept.error instanceof ProblemError ? accept.error.issueAt(field) : undefined;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    accept.mutate(new FormData(event.currentTarget));
  };
  if (hasAccount) {
    return (
      <EntryCard title={title} hint={hint}>
        {accept.error && <ProblemBox error={accept.error} />}
        {me.data?.user.email === email ? (
          <button
            type="button"
            className="button primary large"
            onClick={() => accept.mutate(null)}
          >
            {t("access.acceptExisting")}
          </button>
        ) : (
          <>
            <p className="t13 t2">{t("access.invitedSignIn")}</p>
            <Link
              to="/sign-in"
              search={{ next: `/invitation/${token}` }}
              className="button primary large"
            >
              {t("access.signIn")}
            </Link>
          </>
        )}
      </EntryCard>
    );
  }
  return (
    <EntryCard title={title} hint={hint}>
      <form className="dialog-body" style={{ padding: 0 }} onSubmit={onSubmit}>
        <FormField label={t("access.name")} error={at("name")}>
          <input className="input large" name="name" autoComplete="name" maxLength={100} required />
        </FormField>
        <FormField
          label={t("access.password")}
          error={at("password")}
          hint={t("access.passwordHint")}
        >
          <input
            className="input large"
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={10}
            required
          />
        </FormField>
        {accept.error && <ProblemBox error={accept.error} />}
        <button type="submit" className="button primary large block" disabled={accept.isPending}>
          {t("access.join")}
        </button>
      </form>
    </EntryCard>
  );
}
