import type { ImportDraft, ImportMap, ImportPreview } from "@causeway/platform-contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useWorkspace } from "../access/session.ts";
import { ask, query, tell } from "../api/client.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { importDraftQuery } from "../api/source-queries.ts";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import "./build.css";
import { ImportDrop } from "./import-drop.tsx";
import { ownTimeZone } from "./import-map.ts";
import { ImportMapping } from "./import-mapping.tsx";
import { ImportPreviewStep } from "./import-preview-step.tsx";
import { useImportUpload } from "./import-upload.ts";

const stepNames = ["stepUpload", "stepMap", "stepPreview", "stepRun"] as const;

function Steps({ at }: { readonly at: number }) {
  const { t } = useTexts();
  return (
    <ol className="import-steps t12">
      {stepNames.map((step, index) => (
        <li key={step} aria-current={index === at ? "step" : undefined}>
          {index + 1} {t(`build.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function useImportSteps() {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { draft: wanted } = useSearch({ from: "/w/$workspace/build/imports/new" });
  const change = useSearchChange<{ draft?: string }>();
  const [chosen, setMap] = useState<ImportMap | null>(null);
  const [taken, setDraft] = useState<ImportDraft | undefined>();
  const earlier = useQuery({
    ...importDraftQuery(id, wanted ?? ""),
    enabled: wanted !== undefined && taken === undefined,
  });
  const draft = taken ?? (wanted === undefined ? undefined : earlier.data);
  const map = chosen ?? draft?.proposal ?? null;
  const take = (found: ImportDraft) => {
    setDraft(found);
    setMap(found.proposal);
    // A page that is left or loaded anew is taken up where the file is.
    change({ draft: found.id });
  };
  const upload = useImportUpload(draft, take);
  const reread = useMutation({
    mutationFn: (object: string) =>
      ask("importDraftSchema", `/api/w/${id}/imports/${draft?.id}/draft${query({ object })}`),
    onSuccess: (found, object) =>
      take({ ...found, proposal: found.proposal ?? { object, columns: [], createMissing: false } }),
  });
  const preview = useMutation({
    mutationFn: (wanted: ImportMap) =>
      ask("importPreviewSchema", `/api/w/${id}/imports/${draft?.id}/preview`, {
        body: { ...wanted, timeZone: ownTimeZone() },
      }),
  });
  const run = useMutation({
    mutationFn: (wanted: ImportMap) =>
      tell(`/api/w/${id}/imports/${draft?.id}/run`, {
        body: { ...wanted, timeZone: ownTimeZone() },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["w", id, "imports"] });
      await client.invalidateQueries({ queryKey: ["w", id, "schema"] });
      if (draft) {
        await navigate({
          to: "/w/$workspace/build/imports/$id",
          params: { workspace: id, id: draft.id },
          replace: true,
        });
      }
    },
  });
  const discard = useMutation({
    mutationFn: () => tell(`/api/w/${id}/imports/${draft?.id}/cancel`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["w", id, "imports"] });
      await navigate({
        to: "/w/$workspace/build/imports",
        params: { workspace: id },
        replace: true,
      });
    },
  });
  const isOpening = wanted !== undefined && draft === undefined && earlier.error === null;
  return {
    draft,
    map,
    setMap,
    upload,
    reread,
    preview,
    run,
    discard,
    isOpening,
    lost: earlier.error,
  };
}

/** Upload, map columns, see the first rows as they will be, import. */
export function NewImportPage() {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const { data: schema } = useQuery(schemaQuery(id));
  const steps = useImportSteps();
  const { draft, map, setMap, upload: uploading, reread, preview, run, discard, isOpening } = steps;
  const { upload, sent, cancel } = uploading;
  const [isReading, setReading] = useState(false);
  const file = upload.variables?.file;
  // Nothing is chosen by columns that are about to be read anew.
  const readAnew = (read: () => Promise<unknown>) => {
    setReading(true);
    // What went wrong stands above.
    read()
      .catch(() => undefined)
      .finally(() => setReading(false));
  };
  const shown: ImportPreview | undefined = preview.data;
  const at = !draft ? 0 : !shown ? 1 : 2;
  const error =
    uploading.error ?? steps.lost ?? reread.error ?? preview.error ?? run.error ?? discard.error;
  return (
    <>
      <PageTop title={t("build.newImport")} hint={draft?.fileName} switches={<Steps at={at} />} />
      <div className="columns">
        <div className="body import">
          {error && <ProblemBox error={error} />}
          {(!schema || isOpening) && <Skeleton />}
          {schema && !draft && !isOpening && (
            <ImportDrop
              sent={upload.isPending ? sent : undefined}
              onCancel={cancel}
              onFile={(chosen) => upload.mutate({ file: chosen })}
            />
          )}
          {schema && draft && !shown && isReading && <Skeleton rows={6} />}
          {schema && draft && !shown && !isReading && (
            <ImportMapping
              schema={schema}
              draft={draft}
              map={map}
              busy={[upload, reread, preview, discard].some(({ isPending }) => isPending)}
              onChange={setMap}
              onObject={(object) => readAnew(() => reread.mutateAsync(object))}
              onReread={file && ((wish) => readAnew(() => upload.mutateAsync({ file, ...wish })))}
              onPreview={(wanted) => preview.mutate(wanted)}
              onDiscard={() => discard.mutate()}
            />
          )}
          {schema && draft && shown && map && (
            <ImportPreviewStep
              schema={schema}
              map={map}
              preview={shown}
              busy={preview.isPending || run.isPending}
              onBack={() => preview.reset()}
              onRepair={(repaired) => {
                setMap(repaired);
                preview.mutate(repaired);
              }}
              onRun={() => run.mutate(map)}
            />
          )}
        </div>
      </div>
    </>
  );
}
