import type { MailboxExceptions as Listed } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { mailboxExceptionsQuery } from "../api/identity-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";

interface ExceptionListProps {
  readonly exceptions: Listed["exceptions"];
  readonly onChange: () => Promise<void>;
}

function ExceptionList({ exceptions, onChange }: ExceptionListProps) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const takeBack = useMutation({
    mutationFn: (exception: string) =>
      tell(`/api/w/${id}/identity/mailbox-exceptions/${exception}`, { method: "DELETE" }),
    onSuccess: () => toasts.show({ text: t("identity.exceptionEnded") }, Date.now()),
    onSettled: onChange,
  });
  if (exceptions.length === 0) return null;
  return (
    <>
      {takeBack.error && <ProblemBox error={takeBack.error} />}
      <table className="plain">
        <tbody>
          {exceptions.map(({ id: exception, address, actor, note, decidedAt }) => (
            <tr key={exception}>
              <td className="mailbox-address">{address}</td>
              <td className="t12 t3">
                {[actor, formatMoment(new Date(decidedAt), locale, new Date()), note]
                  .filter((part) => part !== "")
                  .join(" · ")}
              </td>
              <td>
                <button
                  type="button"
                  className="button"
                  aria-label={`${t("identity.undo")}: ${address}`}
                  disabled={takeBack.isPending}
                  onClick={() => takeBack.mutate(exception)}
                >
                  {t("identity.undo")}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function ExceptionForm({
  seen,
  onChange,
}: {
  readonly seen: readonly string[];
  readonly onChange: () => Promise<void>;
}) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const offered = useId();
  const [address, setAddress] = useState("");
  const [note, setNote] = useState("");
  const except = useMutation({
    mutationFn: () =>
      ask("decisionTakenSchema", `/api/w/${id}/identity/mailbox-exceptions`, {
        body: { address, note },
      }),
    onSuccess: async ({ isRebuilding }) => {
      setAddress("");
      setNote("");
      const text = t(isRebuilding ? "identity.rulesSaved" : "identity.exceptionKept");
      toasts.show({ text }, Date.now());
      await onChange();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        except.mutate();
      }}
    >
      <div className="mailbox-exception">
        <input
          className="input"
          aria-label={t("identity.exceptionAddress")}
          placeholder={t("identity.exceptionAddress")}
          list={offered}
          maxLength={320}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
        <datalist id={offered}>
          {seen.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <input
          className="input"
          aria-label={t("identity.note")}
          placeholder={t("identity.note")}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <button
          type="submit"
          className="button"
          disabled={address.trim() === "" || except.isPending}
        >
          {t("identity.exceptMailbox")}
        </button>
      </div>
      {except.error && <ProblemBox error={except.error} />}
    </form>
  );
}

/** Addresses that the list of shared mailboxes covers and that are a person's: said here, and taken back here. */
export function MailboxExceptions({ onChange }: { readonly onChange: () => void }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(mailboxExceptionsQuery(id));
  const changed = async () => {
    onChange();
    await client.invalidateQueries({ queryKey: ["w", id] });
  };
  return (
    <section className="mailbox-exceptions" aria-label={t("identity.exceptions")}>
      <span className="label">{t("identity.exceptions")}</span>
      {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
      <ExceptionList exceptions={data?.exceptions ?? []} onChange={changed} />
      <ExceptionForm seen={data?.seen ?? []} onChange={changed} />
      <span className="t12 t3">{t("identity.exceptionsHint")}</span>
    </section>
  );
}
