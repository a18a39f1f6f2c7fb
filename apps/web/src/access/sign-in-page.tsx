import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect } from "react";
import { tell } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { queryClient } from "../api/query-client.ts";
import { meQuery } from "../api/session-queries.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { EntryCard } from "./entry-card.tsx";
import { safeNext } from "./safe-next.ts";
import { homeOf } from "./session.ts";

/** Signs in and loads who it was. */
export async function signIn(email: string, password: string) {
  await tell("/api/auth/sign-in/email", { body: { email, password } });
  queryClient.clear();
  return queryClient.fetchQuery(meQuery);
}

function refusal(error: unknown) {
  return error instanceof ProblemError ? error.status : 0;
}

export function SignInPage() {
  const { t } = useTexts();
  const { next } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const attempt = useMutation({
    mutationFn: (form: FormData) => signIn(String(form.get("email")), String(form.get("password"))),
    onSuccess: (me) => navigate({ href: safeNext(next) ?? homeOf(me) }),
  });
  useEffect(() => {
    document.title = `${t("access.signIn")} · Causeway`;
  }, [t]);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    attempt.mutate(new FormData(event.currentTarget));
  };
  const status = refusal(attempt.error);
  const wrong = status === 401 || status === 400;
  return (
    <EntryCard title={t("access.signIn")}>
      <form className="dialog-body" style={{ padding: 0 }} onSubmit={onSubmit}>
        <FormField label={t("access.email")}>
          <input
            className="input large"
            name="email"
            type="email"
            autoComplete="username"
            required
          />
        </FormField>
        <FormField
          label={t("access.password")}
          error={
            wrong ? t("access.wrongCredentials") : status === 429 ? t("access.tooMany") : undefined
          }
        >
          <input
            className="input large"
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        </FormField>
        {attempt.error && !wrong && status !== 429 && <ProblemBox error={attempt.error} />}
        <button type="submit" className="button primary large block" disabled={attempt.isPending}>
          {t("access.signIn")}
        </button>
        <p className="t12 t3">{t("access.forgot")}</p>
      </form>
    </EntryCard>
  );
}
