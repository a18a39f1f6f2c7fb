import type { Source, SourceSetup } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { sourceSetupQuery } from "../api/source-queries.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { FetchNow } from "./fetch-now.tsx";
import { FileDrop } from "./file-drop.tsx";
import { SettingInputs } from "./setting-inputs.tsx";
import { settingsOf } from "./settings-of.ts";
import { SetupSteps } from "./setup-steps.tsx";
import { Snippets } from "./source-snippets.tsx";

function SettingsForm({ source, setup }: { readonly source: string; readonly setup: SourceSetup }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (form: FormData) =>
      ask("sourceSetupSchema", `/api/w/${id}/sources/${source}/settings`, {
        method: "PUT",
        body: { settings: settingsOf(form) },
      }),
    onSuccess: (changed) => {
      client.setQueryData(sourceSetupQuery(id, source).queryKey, changed);
      return client.invalidateQueries({ queryKey: ["w", id, "touchpoints", "sources"] });
    },
  });
  if (setup.connector.fields.length === 0) return null;
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate(new FormData(event.currentTarget));
  };
  return (
    <form className="source-form" onSubmit={onSubmit}>
      <SettingInputs
        connector={setup.connector.name}
        fields={setup.connector.fields}
        values={setup.settings}
        secretsSet={setup.secretsSet}
        error={change.error}
      />
      {change.error && <ProblemBox error={change.error} saidAt="settings." />}
      <div className="row">
        <button type="submit" className="button" disabled={change.isPending}>
          {t("touchpoints.save")}
        </button>
        {change.isSuccess && <span className="t12 good">{t("touchpoints.saved")}</span>}
      </div>
    </form>
  );
}

/** How a source is connected, what it was told, and files for those that read files. */
export function SourceSettings({ source }: { readonly source: Source }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data, error } = useQuery(sourceSetupQuery(id, source.id));
  if (error) return <ProblemBox error={error} />;
  if (!data) return null;
  return (
    <>
      {data.connector.acceptsFiles && <FileDrop source={source.id} />}
      {data.connector.way === "fetch" && source.connects && (
        <div className="section">
          <FetchNow source={source.id} />
        </div>
      )}
      <details className="section">
        <summary className="t13">{t("touchpoints.setup")}</summary>
        <SetupSteps connector={data.connector} url={data.url} />
        {data.connector.way === "sdk" && (
          <Snippets kind={source.kind} writeKey={t("touchpoints.keyPlaceholder")} />
        )}
        <SettingsForm key={source.id} source={source.id} setup={data} />
      </details>
    </>
  );
}
