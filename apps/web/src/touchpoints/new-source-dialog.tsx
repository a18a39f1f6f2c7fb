import type { Connector, CreatedSource } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { sourceSetupQuery } from "../api/source-queries.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { laneOrder } from "../twin/timeline-layout.ts";
import { ConnectorChoice } from "./connector-choice.tsx";
import { FetchNow } from "./fetch-now.tsx";
import { FileDrop } from "./file-drop.tsx";
import { FirstEvent } from "./first-event.tsx";
import { SettingInputs } from "./setting-inputs.tsx";
import { settingsOf } from "./settings-of.ts";
import { SetupSteps } from "./setup-steps.tsx";
import { Snippets } from "./source-snippets.tsx";

interface NewSourceDialogProps {
  /** Called with the new source's id once there is one. */
  readonly onClose: (source?: string) => void;
}

function WriteKey({ source }: { readonly source: CreatedSource }) {
  const { t } = useTexts();
  return (
    <>
      <div>
        <h3>{t("touchpoints.keyOnce")}</h3>
        <p className="t12 t3">{t("touchpoints.keyOnceHint")}</p>
      </div>
      <div className="secret">
        <code data-testid="write-key">{source.writeKey}</code>
        <CopyButton text={source.writeKey} />
      </div>
      <Snippets kind={source.kind} writeKey={source.writeKey} />
    </>
  );
}

/** How to set up the other side, and the first event as it comes. */
function Created({
  source,
  connector,
  onClose,
}: {
  readonly source: CreatedSource;
  readonly connector: Connector;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const setup = useQuery({
    ...sourceSetupQuery(id, source.id),
    enabled: connector.way !== "sdk",
  }).data;
  return (
    <>
      <div className="dialog-body">
        <SetupSteps connector={connector} url={setup?.url ?? null} />
        {connector.way === "sdk" && <WriteKey source={source} />}
        {connector.way === "fetch" && <FetchNow source={source.id} />}
        {connector.acceptsFiles && <FileDrop source={source.id} />}
      </div>
      <footer className="dialog-foot">
        <FirstEvent source={source.id} />
        <button type="button" className="button primary" onClick={onClose}>
          {t("shell.close")}
        </button>
      </footer>
    </>
  );
}

interface SourceFormProps {
  readonly connector: Connector;
  readonly onBack: () => void;
  readonly onCreated: (source: CreatedSource) => void;
}

/** Name, and what the kind asks for. */
function SourceForm({ connector, onBack, onCreated }: SourceFormProps) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: (form: FormData) =>
      ask("createdSourceSchema", `/api/w/${id}/sources`, {
        body: {
          name: form.get("name"),
          connector: connector.name,
          kind: form.get("kind") ?? connector.kind,
          settings: settingsOf(form),
        },
      }),
    onSuccess: async (source) => {
      await client.invalidateQueries({ queryKey: ["w", id, "touchpoints", "sources"] });
      onCreated(source);
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    creation.mutate(new FormData(event.currentTarget));
  };
  return (
    <form onSubmit={onSubmit}>
      <div className="dialog-body">
        <FormField label={t("touchpoints.name")}>
          <input
            className="input"
            name="name"
            maxLength={100}
            defaultValue={label(connector.label)}
            required
          />
        </FormField>
        {connector.choosesKind && (
          <FormField label={t("touchpoints.kind")}>
            <select className="input" name="kind" defaultValue={connector.kind}>
              {laneOrder.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`twin.${kind}`)}
                </option>
              ))}
            </select>
          </FormField>
        )}
        <SettingInputs
          connector={connector.name}
          fields={connector.fields}
          values={{}}
          error={creation.error}
        />
        {creation.error && <ProblemBox error={creation.error} saidAt="settings." />}
      </div>
      <footer className="dialog-foot">
        <button type="button" className="button" onClick={onBack}>
          {t("shell.back")}
        </button>
        <button type="submit" className="button primary" disabled={creation.isPending}>
          {t("touchpoints.newSource")}
        </button>
      </footer>
    </form>
  );
}

/** Kind, form, and then how to set up the other side until its first event is there. */
export function NewSourceDialog({ onClose }: NewSourceDialogProps) {
  const { t, label } = useTexts();
  const [connector, setConnector] = useState<Connector | null>(null);
  const [created, setCreated] = useState<CreatedSource | null>(null);
  const title = t("touchpoints.newSource");
  return (
    <Dialog
      title={connector === null ? title : `${title} · ${label(connector.label)}`}
      width={680}
      onClose={() => onClose(created?.id)}
    >
      {connector === null && <ConnectorChoice onChoose={setConnector} />}
      {connector !== null && created === null && (
        <SourceForm
          connector={connector}
          onBack={() => setConnector(null)}
          onCreated={setCreated}
        />
      )}
      {connector !== null && created !== null && (
        <Created source={created} connector={connector} onClose={() => onClose(created.id)} />
      )}
    </Dialog>
  );
}
