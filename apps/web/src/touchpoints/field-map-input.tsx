import type { ReadingPreview } from "@causeway/platform-contract";
import { useMutation } from "@tanstack/react-query";
import { type MouseEvent, useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask } from "../api/client.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import { readFieldMap, writeFieldMap } from "./field-map.ts";
import { settingsOf } from "./settings-of.ts";

interface FieldMapInputProps {
  /** Name of the kind whose reading is tried. */
  readonly connector: string;
  readonly name: string;
  readonly value: string;
  readonly id?: string;
  readonly "aria-describedby"?: string;
}

function Events({
  preview,
  hasTime,
}: {
  readonly preview: ReadingPreview;
  /** Whether a field says when it happened. */
  readonly hasTime: boolean;
}) {
  const { t, label } = useTexts();
  return (
    <div className="map-events">
      <h3>{t("touchpoints.mapBecomes")}</h3>
      {!hasTime && preview.events.length > 0 && (
        <p className="t12 t3">{t("touchpoints.mapNoTime")}</p>
      )}
      {preview.events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same sample gives the same order
        <details className="raw" key={index}>
          <summary>
            <span className="t12 t3">{event.type}</span>
            <span className="cut">{event.name}</span>
          </summary>
          <pre className="code">{JSON.stringify(event.payload, null, 2)}</pre>
        </details>
      ))}
      {preview.failures.map(({ reason }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same sample gives the same order
        <p className="t13 bad" key={index}>
          {label(reason)}
        </p>
      ))}
    </div>
  );
}

/** A sample of the other system's data, what each of its fields means, and what the sample becomes. */
export function FieldMapInput({ connector, name, value, ...rest }: FieldMapInputProps) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const [sample, setSample] = useState("");
  const [map, setMap] = useState(() => readFieldMap(value));
  const preview = useMutation({
    mutationFn: (settings: Record<string, string>) =>
      ask("readingPreviewSchema", `/api/w/${id}/connectors/${connector}/preview`, {
        body: { settings, sample },
      }),
    onSuccess: ({ columns }) => {
      if (Object.keys(map).length > 0) return;
      setMap(readFieldMap("", columns));
    },
  });
  const onTry = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    const { form } = currentTarget;
    if (!form) return;
    // Secrets are not needed to read a sample.
    const settings = settingsOf(new FormData(form));
    preview.mutate({ ...settings, door: "address" });
  };
  const { data } = preview;
  return (
    <div className="field-map">
      <input type="hidden" name={name} value={writeFieldMap(map)} />
      <textarea
        className="input letter-body"
        rows={5}
        spellCheck={false}
        placeholder={t("touchpoints.mapSample")}
        value={sample}
        onChange={(event) => setSample(event.target.value)}
        {...rest}
      />
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={sample.trim() === "" || preview.isPending}
          onClick={onTry}
        >
          {t(data ? "touchpoints.mapAgain" : "touchpoints.mapTry")}
        </button>
      </div>
      {preview.error && <ProblemBox error={preview.error} />}
      {data && data.columns.length > 0 && (
        <table className="plain map-table">
          <thead>
            <tr>
              <th>{t("touchpoints.mapField")}</th>
              <th>{t("touchpoints.mapExample")}</th>
              <th>{t("touchpoints.mapMeans")}</th>
            </tr>
          </thead>
          <tbody>
            {data.columns.map(({ path, example }) => (
              <tr key={path}>
                <td>
                  <code>{path}</code>
                </td>
                <td className="cut">{example}</td>
                <td>
                  <select
                    className="input"
                    aria-label={path}
                    value={map[path] ?? ""}
                    onChange={({ target }) => setMap({ ...map, [path]: target.value })}
                  >
                    <option value="">—</option>
                    {data.targets.map((target) => (
                      <option key={target.name} value={target.name}>
                        {label(target.label)}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data && <Events preview={data} hasTime={Object.values(map).includes("time")} />}
    </div>
  );
}
