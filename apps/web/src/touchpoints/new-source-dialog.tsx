import { snippet } from "@causeway/app-tracker";
import type { CreatedSource, TouchpointKind } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { laneOrder } from "../twin/timeline-layout.ts";
import { curlFor, sdkFor } from "./snippets.ts";

interface NewSourceDialogProps {
  /** Called with the new source's id once there is one. */
  readonly onClose: (source?: string) => void;
}

function Snippet({
  title,
  hint,
  text,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly text: string;
}) {
  return (
    <section className="snippet">
      <div className="row">
        <h3>{title}</h3>
        <span className="space" />
        <CopyButton text={text} />
      </div>
      {hint !== undefined && <p className="t12 t3">{hint}</p>}
      <pre className="code">{text}</pre>
    </section>
  );
}

/** The three ways in, with the key in place. */
export function Snippets({
  kind,
  writeKey,
}: {
  readonly kind: TouchpointKind;
  readonly writeKey: string;
}) {
  const { t } = useTexts();
  const { origin } = window.location;
  return (
    <>
      {kind === "web" && (
        <Snippet
          title={t("touchpoints.snippet")}
          hint={t("touchpoints.snippetHint")}
          text={snippet({ host: origin, writeKey })}
        />
      )}
      <Snippet
        title={t("touchpoints.sdk")}
        hint={t("touchpoints.sdkHint")}
        text={sdkFor(origin, writeKey)}
      />
      <Snippet title={t("touchpoints.server")} text={curlFor(origin, writeKey)} />
    </>
  );
}

function Created({
  source,
  onClose,
}: {
  readonly source: CreatedSource;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  return (
    <>
      <div className="dialog-body">
        <div>
          <h3>{t("touchpoints.keyOnce")}</h3>
          <p className="t12 t3">{t("touchpoints.keyOnceHint")}</p>
        </div>
        <div className="secret">
          <code data-testid="write-key">{source.writeKey}</code>
          <CopyButton text={source.writeKey} />
        </div>
        <Snippets kind={source.kind} writeKey={source.writeKey} />
      </div>
      <footer className="dialog-foot">
        <button type="button" className="button primary" onClick={onClose}>
          {t("shell.close")}
        </button>
      </footer>
    </>
  );
}

/** Name and kind, then the write key, shown this once. */
export function NewSourceDialog({ onClose }: NewSourceDialogProps) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: (form: FormData) =>
      ask("createdSourceSchema", `/api/w/${id}/sources`, {
        body: { name: form.get("name"), kind: form.get("kind") },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["w", id, "touchpoints", "sources"] }),
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    creation.mutate(new FormData(event.currentTarget));
  };
  const created = creation.data;
  return (
    <Dialog title={t("touchpoints.newSource")} width={640} onClose={() => onClose(created?.id)}>
      {created ? (
        <Created source={created} onClose={() => onClose(created.id)} />
      ) : (
        <form onSubmit={onSubmit}>
          <div className="dialog-body">
            <FormField label={t("touchpoints.name")}>
              <input
                className="input"
                name="name"
                maxLength={100}
                placeholder={t("touchpoints.namePlaceholder")}
                required
              />
            </FormField>
            <FormField label={t("touchpoints.kind")}>
              <select className="input" name="kind" defaultValue="web">
                {laneOrder.map((kind) => (
                  <option key={kind} value={kind}>
                    {t(`twin.${kind}`)}
                  </option>
                ))}
              </select>
            </FormField>
            {creation.error && <ProblemBox error={creation.error} />}
          </div>
          <footer className="dialog-foot">
            <button type="button" className="button" onClick={() => onClose()}>
              {t("shell.cancel")}
            </button>
            <button type="submit" className="button primary" disabled={creation.isPending}>
              {t("touchpoints.newSource")}
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
