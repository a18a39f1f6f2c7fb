import type { ObjectDefinition } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Box, Plus } from "lucide-react";
import { useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { schemaQuery } from "../api/record-queries.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { fieldKinds } from "../records/field-kinds.ts";
import { PageTop } from "../shell/page-top.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import "./build.css";
import { BuildTabs } from "./build-tabs.tsx";
import { listPath } from "./list-path.ts";
import { NewFieldDialog } from "./new-field-dialog.tsx";
import { NewObjectDialog } from "./new-object-dialog.tsx";

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
            <span className="t12 t3">{t("build.fieldCount", { count: object.fields.length })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function FieldTable({ object }: { readonly object: ObjectDefinition }) {
  const { t, label } = useTexts();
  return (
    <table className="plain">
      <thead>
        <tr>
          <th>{t("build.label")}</th>
          <th>{t("build.apiName")}</th>
          <th>{t("build.type")}</th>
          <th>{t("build.choices")}</th>
          <th>{t("build.origin")}</th>
        </tr>
      </thead>
      <tbody>
        {object.fields.map((field) => (
          <tr key={field.name}>
            <td>
              {label(field.label)}
              {field.required && <span className="t12 t3"> · {t("build.required")}</span>}
              {field.unique && <span className="t12 t3"> · {t("build.unique")}</span>}
            </td>
            <td>
              <code>{field.name}</code>
            </td>
            <td className="nowrap">
              {t(fieldKinds[field.type].label)}
              {field.target !== null && <span className="t3"> → {field.target}</span>}
            </td>
            <td className="t12">
              {field.options.map((option) => label(option.label)).join(" · ")}
            </td>
            <td className="nowrap">{field.system ? t("build.system") : t("build.custom")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ObjectDetail({
  object,
  mayChange,
  onAddField,
}: {
  readonly object: ObjectDefinition;
  readonly mayChange: boolean;
  readonly onAddField: () => void;
}) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  return (
    <section className="object-detail scroll" aria-label={label(object.label)}>
      <div className="row object-head">
        <h2>{label(object.label)}</h2>
        <code className="t3">{object.name}</code>
        <span className="space" />
        <PathLink path={`/w/${id}/${listPath(object.name)}`} className="button quiet">
          {t("build.openList")}
        </PathLink>
        {mayChange && (
          <button type="button" className="button" onClick={onAddField}>
            <Icon of={Plus} size={14} />
            {t("build.newField")}
          </button>
        )}
      </div>
      <FieldTable object={object} />
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
