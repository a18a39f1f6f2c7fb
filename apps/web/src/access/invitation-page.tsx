import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
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
import { NewPasswordField } from "./new-password-field.tsx";

function useAccept(token: string, workspace: string) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (form: FormData) =>
      tell(`/api/invitations/${token}/accept`, { body: Object.fromEntries(form) }),
    onSuccess: async () => {
      queryClient.clear();
      await queryClient.fetchQuery(meQuery);
      await navigate({ to: "/w/$workspace/workbench", params: { workspace } });
    },
  });
}

function NameField({ at }: { readonly at: (field: string) => string | undefined }) {
  const { t } = useTexts();
  return (
    <FormField label={t("access.name")} error={at("name")}>
      <input className="input large" name="name" autoComplete="name" maxLength={100} required />
    </FormField>
  );
}

function OwnPasswordField({ isWrong }: { readonly isWrong: boolean }) {
  const { t } = useTexts();
  return (
    <>
      <p className="t13 t2">{t("access.invitedSignIn")}</p>
      <FormField
        label={t("access.password")}
        error={isWrong ? t("access.wrongPassword") : undefined}
      >
        <input
          className="input large"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
      </FormField>
    </>
  );
}

/** An invitation link: a new person sets name and password, a known one joins with the password they have. */
export function InvitationPage() {
  const { t } = useTexts();
  const { token } = useParams({ from: "/invitation/$token" });
  const offer = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => ask("invitationOfferSchema", `/api/invitations/${token}`),
  });
  const accept = useAccept(token, offer.data?.workspace ?? "");
  const title = offer.data ? t("access.invited", { workspace: offer.data.workspaceName }) : "";
  useEffect(() => {
    document.title = `${title} · Causeway`;
  }, [title]);
  if (offer.error instanceof ProblemError && offer.error.code !== "unreachable") {
    return <EntryCard title={t("access.linkOver")} hint={t("access.invitationOverHint")} />;
  }
  if (offer.error) {
    return (
      <EntryCard title={t("shell.errorTitle")}>
        <ProblemBox error={offer.error} onRetry={() => void offer.refetch()} />
      </EntryCard>
    );
  }
  if (!offer.data) return <Skeleton />;
  const { email, role, hasAccount } = offer.data;
  const hint = t("access.invitedHint", { role: t(`access.${role}`), email });
  const at = (field: string) =>
    accept.error instanceof ProblemError ? accept.error.issueAt(field) : undefined;
  const isWrong = accept.error instanceof ProblemError && accept.error.status === 401;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    accept.mutate(new FormData(event.currentTarget));
  };
  return (
    <EntryCard title={title} hint={hint}>
      <form className="dialog-body" style={{ padding: 0 }} onSubmit={onSubmit}>
        {hasAccount ? (
          <OwnPasswordField isWrong={isWrong} />
        ) : (
          <>
            <NameField at={at} />
            <NewPasswordField error={at("password")} />
          </>
        )}
        {accept.error && !isWrong && <ProblemBox error={accept.error} />}
        <button type="submit" className="button primary large block" disabled={accept.isPending}>
          {t("access.join")}
        </button>
      </form>
    </EntryCard>
  );
}
