import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect } from "react";
import { tell } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { queryClient } from "../api/query-client.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { EntryCard } from "./entry-card.tsx";
import { NewPasswordField } from "./new-password-field.tsx";

/** The one-time link of the terminal: makes the first owner. */
export function WelcomePage() {
  const { t, locale } = useTexts();
  const { token } = useSearch({ from: "/welcome" });
  const navigate = useNavigate();
  const setup = useMutation({
    mutationFn: (form: FormData) =>
      tell("/api/setup", {
        body: {
          token,
          locale,
          name: form.get("name"),
          email: form.get("email"),
          password: form.get("password"),
        },
      }),
    onSuccess: () => {
      queryClient.clear();
      // Home is the choice of a start, or what a command has founded already.
      return navigate({ to: "/" });
    },
  });
  useEffect(() => {
    document.title = `${t("access.welcome")} · Causeway`;
  }, [t]);
  if (token === undefined) {
    return <EntryCard title={t("access.needsLink")} hint={t("access.needsLinkHint")} />;
  }
  const at = (field: string) =>
    setup.error instanceof ProblemError ? setup.error.issueAt(field) : undefined;
  if (setup.error instanceof ProblemError && setup.error.code === "forbidden") {
    return (
      <EntryCard title={t("access.linkOver")} hint={t("access.setupLinkOverHint")}>
        <Link to="/sign-in" className="button large">
          {t("access.signIn")}
        </Link>
      </EntryCard>
    );
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setup.mutate(new FormData(event.currentTarget));
  };
  return (
    <EntryCard title={t("access.welcome")} hint={t("access.welcomeHint")}>
      <form className="dialog-body" style={{ padding: 0 }} onSubmit={onSubmit}>
        <FormField label={t("access.name")} error={at("name")}>
          <input className="input large" name="name" autoComplete="name" maxLength={100} required />
        </FormField>
        <FormField label={t("access.email")} error={at("email")}>
          <input
            className="input large"
            name="email"
            type="email"
            autoComplete="username"
            required
          />
        </FormField>
        <NewPasswordField error={at("password")} />
        {setup.error && <ProblemBox error={setup.error} />}
        <button type="submit" className="button primary large block" disabled={setup.isPending}>
          {t("access.createOwner")}
        </button>
      </form>
    </EntryCard>
  );
}
