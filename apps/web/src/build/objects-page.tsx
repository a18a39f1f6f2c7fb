import type { ObjectDefinition } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Box, Plus } from "lucide-react";
import { useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Segments } from "../parts/segments.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import "./build.css";
import { BuildTabs } from "./build-tabs.tsx";
import { FieldTable } from "./field-table.tsx";
import { listPath } from "./list-path.ts";
import { NewFieldDialog } from "./new-field-dialog.tsx";
import { NewObjectDialog } from "./new-object-dialog.tsx";
import { ObjectIndexes } from "./object-indexes.tsx";

function ObjectNames({
  objects,
  chosen,
  onChoose,
}: {
  readonly objects: readonly ObjectDefinition[];
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}) {
  const { t, label } = useTexts();
  return (
    <ul className="object-names scroll">
      {objects.map((object) => (
        <li key={object.name}>
          <button
            type="button"
            aria-pressed={object.name === chosen}
            onClick={() => onChoose(object.name)}
          >
            <Icon of={Box} size={14} />
            <span className="cut">{label(object.label)}</span>
            <span className="t12 t2">{t("build.fieldCount", { count: object.fields.length })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface ObjectDetailProps {
  readonly object: ObjectDefinition;
  readonly mayChange: boolean;
  readonly tab: "fields" | "indexes";
  readonly onTab: (tab: "fields" | "indexes") => void;
  readonly onAddField: () => void;
}

function ObjectDetail({ object, mayChange, tab, onTab, onAddField }: ObjectDetailProps) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  return (
    <section className="object-detail scroll" aria-label={label(object.label)}>
      <div className="row object-head">
        <h2>{label(object.label)}</h2>
        <code className="t3">{object.name}</code>
        {mayChange && (
          <Segments
            label={label(object.label)}
            value={tab}
            options={[
              { value: "fields", text: t("build.fields") },
              { value: "indexes", text: t("build.indexes") },
            ]}
            onChange={onTab}
          />
        )}
        <span className="space" />
        <PathLink path={`/w/${id}/${listPath(object.name)}`} className="button quiet">
          {t("build.openList")}
        </PathLink>
        {mayChange && tab === "fields" && (
          <button type="button" className="button" onClick={onAddField}>
            <Icon of={Plus} size={14} />
            {t("build.newField")}
          </button>
        )}
      </div>
      {tab === "indexes" ? (
        <ObjectIndexes object={object} />
      ) : (
        <FieldTable object={object} mayChange={mayChange} />
      )}
      {!mayChange && <p className="t12 t3">{t("build.adminOnly")}</p>}
    </section>
  );
}

/** What the business is made of: objects with their fields, and adding to them. */
export function ObjectsPage() {
  const { t } = useTexts();
  const { id, role } = useWorkspace();
  const search = useSearch({ from: "/w/$workspace/build" });
  const change = useSearchChange<typeof search>();
  const { data: schema, error, refetch } = useQuery(schemaQuery(id));
  const [dialog, setDialog] = useState<"object" | "field" | null>(null);
  const mayChange = isAtLeast(role, "admin");
  const object = schema?.objects.find(({ name }) => name === search.object) ?? schema?.objects[0];
  return (
    <>
      <PageTop title={t("shell.build")} switches={<BuildTabs current="objects" />}>
        {mayChange && (
          <button type="button" className="button primary" onClick={() => setDialog("object")}>
            <Icon of={Plus} size={14} />
            {t("build.newObject")}
          </button>
        )}
      </PageTop>
      {error && <ProblemBox error={error} onRetry={() => void refetch()} />}
      {!schema && !error && <Skeleton rows={8} />}
      {schema && object && (
        <div className="objects">
          <ObjectNames
            objects={schema.objects}
            chosen={object.name}
            onChoose={(name) => change({ object: name })}
          />
          <ObjectDetail
            object={object}
            mayChange={mayChange}
            tab={mayChange && search.tab === "indexes" ? "indexes" : "fields"}
            onTab={(tab) => change({ tab: tab === "indexes" ? tab : undefined })}
            onAddField={() => setDialog("field")}
          />
        </div>
      )}
      {dialog === "object" && (
        <NewObjectDialog
          onClose={(created) => {
            setDialog(null);
            if (created) change({ object: created });
          }}
        />
      )}
      {dialog === "field" && schema && object && (
        <NewFieldDialog schema={schema} object={object} onClose={() => setDialog(null)} />
      )}
    </>
  );
}
