import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { tell } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";

/** A new password for the person who is signed in. */
export function PasswordForm() {
  const { t } = useTexts();
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation({
    mutationFn: (values: FormData) =>
      tell("/api/auth/change-password", { body: Object.fromEntries(values) }),
    onSuccess: () => {
      form.current?.reset();
      toasts.show({ text: t("settings.passwordChanged") }, Date.now());
    },
  });
  const { error } = change;
  const isWrong = error instanceof ProblemError && error.issueAt("currentPassword") !== undefined;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(new FormData(event.currentTarget));
  };
  return (
    <form ref={form} className="setting-form" onSubmit={onSubmit}>
      <h2>{t("settings.changePassword")}</h2>
      <FormField
        label={t("settings.currentPassword")}
        error={isWrong ? t("access.wrongPassword") : undefined}
      >
        <input
          className="input"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
          required
        />
      </FormField>
      <FormField label={t("settings.newPassword")} hint={t("access.passwordHint")}>
        <input
          className="input"
          name="newPassword"
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
        />
      </FormField>
      <p className="t12 t3">{t("settings.changePasswordHint")}</p>
      {error && !isWrong && <ProblemBox error={error} />}
      <div>
        <button type="submit" className="button" disabled={change.isPending}>
          {t("settings.changePassword")}
        </button>
      </div>
    </form>
  );
}
