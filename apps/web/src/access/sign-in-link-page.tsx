import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useEffect } from "react";
import { ask, tell } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { queryClient } from "../api/query-client.ts";
import { meQuery } from "../api/session-queries.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { EntryCard } from "./entry-card.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { homeOf } from "./session.ts";

/** The one-time link for somebody who forgot their password: a new one, and in. */
export function SignInLinkPage() {
  const { t } = useTexts();
  const { token } = useParams({ from: "/sign-in-link/$token" });
  const navigate = useNavigate();
  const whose = useQuery({
    queryKey: ["sign-in-link", token],
    queryFn: () => ask("signInLinkSchema", `/api/sign-in-links/${token}`),
  });
  const change = useMutation({
    mutationFn: (form: FormData) =>
      tell(`/api/sign-in-links/${token}`, { body: { password: form.get("password") } }),
    onSuccess: async () => {
      queryClient.clear();
      const me = await queryClient.fetchQuery(meQuery);
      await navigate({ href: homeOf(me) });
    },
  });
  useEffect(() => {
    document.title = `${t("access.newPassword")} · Causeway`;
  }, [t]);
  if (whose.error) {
    return <EntryCard title={t("access.linkOver")} hint={t("access.linkOverHint")} />;
  }
  if (!whose.data) return <Skeleton />;
  const { email } = whose.data;
  const issue = change.error instanceof ProblemError ? change.error.issueAt("password") : undefined;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(new FormData(event.currentTarget));
  };
  return (
    <EntryCard title={t("access.newPassword")} hint={t("access.newPasswordHint", { email })}>
      <form className="dialog-body" style={{ padding: 0 }} onSubmit={onSubmit}>
        <input type="hidden" name="email" value={email} autoComplete="username" />
        <NewPasswordField error={issue} />
        {change.error && <ProblemBox error={change.error} />}
        <button type="submit" className="button primary large block" disabled={change.isPending}>
          {t("access.setPassword")}
        </button>
      </form>
    </EntryCard>
  );
}
