import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ask } from "../api/client.ts";
import { queryClient } from "../api/query-client.ts";
import { meQuery } from "../api/session-queries.ts";
import { preferences } from "../design/preference-store.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { EntryCard } from "./entry-card.tsx";

const choices = [
  { key: "demo-zh", title: "access.demoZh", hint: "access.demoHint" },
  { key: "demo-en", title: "access.demoEn", hint: "access.demoHint" },
  { key: "empty", title: "access.empty", hint: "access.emptyHint" },
] as const;
type Choice = (typeof choices)[number]["key"];

/** Demo company in one of two languages, or an empty workspace with a name. */
export function StartChoice() {
  const { t, locale } = useTexts();
  const navigate = useNavigate();
  const [choice, setChoice] = useState<Choice>(locale === "zh" ? "demo-zh" : "demo-en");
  const creation = useMutation({
    mutationFn: async (name: string) => {
      const body = {
        "demo-zh": { name: t("access.demoNameZh"), locale: "zh", start: "demo" },
        "demo-en": { name: t("access.demoNameEn"), locale: "en", start: "demo" },
        empty: { name, locale, start: "empty" },
      }[choice];
      const workspace = await ask("workspaceSummarySchema", "/api/workspaces", { body });
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      return workspace;
    },
    onSuccess: ({ id }) => {
      if (choice === "empty")
        return navigate({ to: "/w/$workspace/workbench", params: { workspace: id } });
      preferences.setLocale(choice === "demo-zh" ? "zh" : "en");
      return navigate({ to: "/start", search: { workspace: id } });
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    creation.mutate(String(new FormData(event.currentTarget).get("name") ?? ""));
  };
  return (
    <EntryCard wide title={t("access.start")} hint={t("access.startHint")}>
      <form className="dialog-body" style={{ padding: 0 }} onSubmit={onSubmit}>
        <div className="choices" role="radiogroup" aria-label={t("access.start")}>
          {choices.map(({ key, title, hint }) => (
            <label key={key} className="choice">
              <input
                type="radio"
                className="check"
                name="choice"
                value={key}
                checked={choice === key}
                onChange={() => setChoice(key)}
              />
              <b>{t(title)}</b>
              <span className="t13 t2">{t(hint)}</span>
            </label>
          ))}
        </div>
        {choice === "empty" && (
          <FormField label={t("access.workspaceName")}>
            <input
              className="input large"
              name="name"
              defaultValue={t("access.myCompany")}
              maxLength={100}
              required
            />
          </FormField>
        )}
        {creation.error && <ProblemBox error={creation.error} />}
        <div>
          <button type="submit" className="button primary large" disabled={creation.isPending}>
            {t("access.begin")}
          </button>
        </div>
      </form>
    </EntryCard>
  );
}
