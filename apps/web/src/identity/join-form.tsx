import type { PersonIdentity } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { takeDecision } from "../api/identity-queries.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { toasts } from "../parts/toasts.ts";
import { useTexts } from "../texts/text.ts";
import { fieldWord } from "./identity-words.ts";

const kinds = ["email", "phone", "user_id", "unionid", "wechat_openid", "anonymous_id"] as const;

/** Joins a person with another identifier by hand; it holds also for one that is not there yet. */
export function JoinForm({
  founder,
}: {
  readonly founder: PersonIdentity["profiles"][number] | undefined;
}) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [kind, setKind] = useState<string>("email");
  const [value, setValue] = useState("");
  const join = useMutation({
    mutationFn: () =>
      takeDecision(id, {
        verdict: "together",
        left: { kind: founder?.kind, value: founder?.value },
        right: { kind, value: kind === "email" ? value.trim().toLowerCase() : value.trim() },
      }),
    onSuccess: async () => {
      setValue("");
      toasts.show({ text: t("identity.joined") }, Date.now());
      await client.invalidateQueries({ queryKey: ["w", id] });
    },
  });
  if (founder === undefined) return null;
  return (
    <form
      className="join-form"
      aria-label={t("identity.joinTitle")}
      onSubmit={(event) => {
        event.preventDefault();
        join.mutate();
      }}
    >
      <h2>{t("identity.joinTitle")}</h2>
      <div className="row">
        <select
          className="input"
          aria-label={t("identity.joinWith")}
          value={kind}
          onChange={(event) => setKind(event.target.value)}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {fieldWord(t, one)}
            </option>
          ))}
        </select>
        <input
          className="input"
          aria-label={t("identity.joinValue")}
          maxLength={500}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <button type="submit" className="button" disabled={value.trim() === "" || join.isPending}>
          {t("identity.join")}
        </button>
      </div>
      {join.error && <ProblemBox error={join.error} />}
    </form>
  );
}
