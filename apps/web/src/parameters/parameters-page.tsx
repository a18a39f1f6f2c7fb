import type { Parameters } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { parameterPreviewQuery, parametersQuery } from "../api/parameter-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { InsightTabs } from "../insight/insight-tabs.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useTexts } from "../texts/text.ts";
import { type Drafts, draftState, showValue } from "./draft-values.ts";
import { ParameterPreview } from "./parameter-preview.tsx";
import { ParameterRow } from "./parameter-row.tsx";
import "./parameters.css";

function History({ data }: { readonly data: Parameters }) {
  const { t, label, locale } = useTexts();
  const byName = new Map(data.parameters.map((parameter) => [parameter.name, parameter]));
  return (
    <section>
      <h2>{t("parameters.history")}</h2>
      {data.history.length === 0 && <p className="t13 t3">{t("parameters.noHistory")}</p>}
      <ul className="parameter-history t13">
        {data.history.map(({ at, by, note, changes }) => (
          <li key={at}>
            <span className="t12 t3">
              {formatMoment(new Date(at), locale, new Date())} · {by}
              {note !== "" && ` · ${note}`}
            </span>
            {changes.map(({ name, from, to }) => {
              const parameter = byName.get(name);
              return (
                <div key={name}>
                  {parameter ? label(parameter.label) : name}:{" "}
                  {parameter ? showValue(parameter, from) : from} →{" "}
                  <b>{parameter ? showValue(parameter, to) : to}</b>
                </div>
              );
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Editor({ data }: { readonly data: Parameters }) {
  const { t, label } = useTexts();
  const { id, role } = useWorkspace();
  const client = useQueryClient();
  const mayEdit = isAtLeast(role, "admin");
  const [drafts, setDrafts] = useState<Drafts>({});
  const [note, setNote] = useState("");
  const { values, broken } = draftState(data.parameters, drafts);
  const isChanged = Object.keys(values).length > 0;
  const preview = useQuery(parameterPreviewQuery(id, values, broken.length === 0));
  const discard = () => {
    setDrafts({});
    setNote("");
  };
  const save = useMutation({
    mutationFn: () => tell(`/api/w/${id}/parameters`, { method: "PUT", body: { values, note } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["w", id, "scores"] });
      discard();
    },
  });
  return (
    <div className="parameter-columns">
      <div>
        {!mayEdit && <p className="t12 t3">{t("parameters.adminOnly")}</p>}
        {data.groups.map((group) => (
          <section key={group.name}>
            <h2>{label(group.label)}</h2>
            {data.parameters
              .filter((parameter) => parameter.group === group.name)
              .map((parameter) => (
                <ParameterRow
                  key={parameter.name}
                  parameter={parameter}
                  draft={drafts[parameter.name]}
                  mayEdit={mayEdit}
                  onDraft={(text) => setDrafts({ ...drafts, [parameter.name]: text })}
                />
              ))}
          </section>
        ))}
      </div>
      <div className="parameter-preview">
        <section aria-label={t("parameters.preview")} aria-live="polite">
          <h2>{t("parameters.preview")}</h2>
          {!isChanged && <p className="t13 t3">{t("parameters.nothing")}</p>}
          {isChanged && preview.error && <ProblemBox error={preview.error} />}
          {isChanged && preview.data && <ParameterPreview preview={preview.data} />}
          {(isChanged || broken.length > 0) && (
            <div className="parameter-save">
              <label className="field">
                <span className="label">{t("parameters.note")}</span>
                <input
                  className="input"
                  maxLength={500}
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                />
              </label>
              {save.error && <ProblemBox error={save.error} />}
              <div className="row">
                <button
                  type="button"
                  className="button primary"
                  disabled={broken.length > 0 || !isChanged || save.isPending}
                  onClick={() => save.mutate()}
                >
                  {t("parameters.save")}
                </button>
                <button type="button" className="button quiet" onClick={discard}>
                  {t("parameters.discard")}
                </button>
              </div>
            </div>
          )}
        </section>
        <History data={data} />
      </div>
    </div>
  );
}

/** Numbers that a director sets; every change is shown on real records before it is saved, and kept after it. */
export function ParametersPage() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(parametersQuery(id));
  return (
    <>
      <PageTop
        title={t("parameters.title")}
        area={t("shell.insight")}
        hint={t("parameters.hint")}
        switches={<InsightTabs current="parameters" />}
      />
      <div className="columns">
        <div className="body">
          {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
          {!data && !error && <Skeleton rows={8} />}
          {data && <Editor data={data} />}
        </div>
      </div>
    </>
  );
}
