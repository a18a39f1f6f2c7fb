import type { SmtpSettings } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useMe, useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { ProblemError } from "../api/problem-error.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";

function textOrNull(value: FormDataEntryValue | null): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function MailForm({ settings }: { readonly settings: SmtpSettings | null }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (form: FormData) =>
      tell(`/api/w/${id}/channels/smtp`, {
        method: "PUT",
        body: {
          host: form.get("host"),
          port: Number(form.get("port")),
          secure: form.get("secure") === "on",
          user: textOrNull(form.get("user")),
          from: form.get("from"),
          password: textOrNull(form.get("password")),
          network: form.get("network"),
        },
      }),
    onSuccess: async () => {
      toasts.show({ text: t("settings.saved") }, Date.now());
      await client.invalidateQueries({ queryKey: ["w", id, "smtp"] });
    },
  });
  const { user } = useMe();
  const test = useMutation({
    mutationFn: () => tell(`/api/w/${id}/channels/smtp/test`),
    onSuccess: () =>
      toasts.show({ text: t("settings.testSent", { email: user.email }) }, Date.now()),
  });
  const at = (field: string) =>
    save.error instanceof ProblemError ? save.error.issueAt(field) : undefined;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(new FormData(event.currentTarget));
  };
  return (
    <form className="setting" onSubmit={onSubmit}>
      <div>
        <h2>{t("settings.mail")}</h2>
        <p className="t13 t3">{t("settings.smtpHint")}</p>
      </div>
      <div className="form-grid">
        <FormField label={t("settings.host")} error={at("host")}>
          <input className="input" name="host" defaultValue={settings?.host} required />
        </FormField>
        <FormField label={t("settings.port")} error={at("port")}>
          <input
            className="input"
            name="port"
            type="number"
            min={1}
            max={65535}
            defaultValue={settings?.port ?? 587}
            required
          />
        </FormField>
        <FormField label={t("settings.user")} optional error={at("user")}>
          <input
            className="input"
            name="user"
            defaultValue={settings?.user ?? ""}
            autoComplete="off"
          />
        </FormField>
        <FormField
          label={t("settings.smtpPassword")}
          optional
          hint={settings ? t("settings.smtpPasswordKeep") : undefined}
        >
          <input className="input" name="password" type="password" autoComplete="new-password" />
        </FormField>
        <FormField label={t("settings.from")} error={at("from")}>
          <input
            className="input"
            name="from"
            type="email"
            defaultValue={settings?.from}
            required
          />
        </FormField>
        <FormField label={t("settings.network")} error={at("network")}>
          <select className="input" name="network" defaultValue={settings?.network ?? "public"}>
            <option value="public">{t("settings.networkPublic")}</option>
            <option value="internal">{t("settings.networkInternal")}</option>
          </select>
        </FormField>
      </div>
      <label className="row t13">
        <input
          type="checkbox"
          className="check"
          name="secure"
          defaultChecked={settings?.secure ?? false}
        />
        {t("settings.secure")}
      </label>
      {save.error && <ProblemBox error={save.error} />}
      {test.error && <ProblemBox error={test.error} />}
      <div className="row">
        <button type="submit" className="button primary" disabled={save.isPending}>
          {t("shell.save")}
        </button>
        {settings !== null && (
          <button
            type="button"
            className="button"
            disabled={test.isPending || save.isPending}
            onClick={() => test.mutate()}
          >
            {t("settings.testMail")}
          </button>
        )}
      </div>
    </form>
  );
}

/** The server that agents' mail goes out through. */
export function MailSection() {
  const { id } = useWorkspace();
  const { data, error } = useQuery({
    queryKey: ["w", id, "smtp"],
    queryFn: () => ask("smtpStateSchema", `/api/w/${id}/channels/smtp`),
  });
  if (error) return <ProblemBox error={error} />;
  if (!data) return <Skeleton />;
  return <MailForm settings={data.settings} />;
}
