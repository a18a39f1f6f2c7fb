import type { Role } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { formatAgo, formatDay } from "../format/dates.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";

const roles: readonly Role[] = ["member", "admin", "owner"];

function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id, role: own } = useWorkspace();
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: (form: FormData) =>
      ask("createdApiKeySchema", `/api/w/${id}/api-keys`, {
        body: { name: form.get("name"), role: form.get("role") },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["w", id, "api-keys"] }),
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    creation.mutate(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={t("settings.newKey")} width={560} onClose={onClose}>
      {creation.data ? (
        <div className="dialog-body">
          <h3>{t("settings.keyOnce")}</h3>
          <div className="secret">
            <code>{creation.data.key}</code>
            <CopyButton text={creation.data.key} />
          </div>
          <p className="t12 t3">{t("settings.keyOnceHint")}</p>
        </div>
      ) : (
        <form onSubmit={onSubmit}>
          <div className="dialog-body">
            <FormField label={t("settings.keyName")}>
              <input className="input" name="name" maxLength={100} required />
            </FormField>
            <FormField label={t("settings.role")} hint={t("settings.keyHint")}>
              <select className="input" name="role" defaultValue="member">
                {roles
                  .filter((role) => isAtLeast(own, role))
                  .map((role) => (
                    <option key={role} value={role}>
                      {t(`access.${role}`)}
                    </option>
                  ))}
              </select>
            </FormField>
            {creation.error && <ProblemBox error={creation.error} />}
          </div>
          <footer className="dialog-foot">
            <button type="submit" className="button primary" disabled={creation.isPending}>
              {t("settings.newKey")}
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}

/** Keys for programs: shown once, revocable. */
export function KeysSection() {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["w", id, "api-keys"],
    queryFn: () => ask("apiKeysSchema", `/api/w/${id}/api-keys`),
  });
  const revoke = useMutation({
    mutationFn: (key: string) => tell(`/api/w/${id}/api-keys/${key}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["w", id, "api-keys"] }),
  });
  const now = new Date();
  const keys = data?.keys ?? [];
  return (
    <section className="setting wide">
      <div className="row">
        <h2>{t("settings.keys")}</h2>
        <span className="t12 t3 cut">{t("settings.keyHint")}</span>
        <span className="space" />
        <button type="button" className="button primary" onClick={() => setCreating(true)}>
          {t("settings.newKey")}
        </button>
      </div>
      {(error ?? revoke.error) && <ProblemBox error={error ?? revoke.error} />}
      {!data && !error && <Skeleton />}
      {data && keys.length === 0 && <p className="t13 t3">{t("settings.noKeys")}</p>}
      {keys.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th>{t("settings.keyName")}</th>
              <th>{t("settings.keys")}</th>
              <th>{t("settings.role")}</th>
              <th>{t("settings.created")}</th>
              <th>{t("settings.lastUsed")}</th>
              <th>
                <span className="visually-hidden">{t("settings.revoke")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.id}>
                <td>{key.name}</td>
                <td>
                  <code>{key.start}</code>…
                </td>
                <td>{t(`access.${key.role}`)}</td>
                <td className="nowrap">{formatDay(new Date(key.createdAt), locale, now)}</td>
                <td className="nowrap">
                  {key.lastUsedAt === null
                    ? t("settings.neverUsed")
                    : formatAgo(new Date(key.lastUsedAt), locale, now)}
                </td>
                <td className="right">
                  <button
                    type="button"
                    className="button quiet"
                    onClick={() => revoke.mutate(key.id)}
                  >
                    {t("settings.revoke")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {creating && <NewKeyDialog onClose={() => setCreating(false)} />}
    </section>
  );
}
