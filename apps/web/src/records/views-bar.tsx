import type { View } from "@causeway/platform-contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Popover } from "antd";
import { type FormEvent, useState } from "react";
import { useMe, useWorkspace } from "../access/session.ts";
import { ask, tell } from "../api/client.ts";
import { FormField } from "../parts/form-field.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";
import type { ListState } from "./list-state.ts";

interface ViewsBarProps {
  readonly object: string;
  readonly views: readonly View[];
  readonly state: ListState;
  readonly onChoose: (view: string | null) => void;
}

function useSaveView({ object, state, onChoose }: ViewsBarProps) {
  const { id } = useWorkspace();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["w", id, "views"] });
  const content = { object, columns: state.columns, filter: state.filter, sort: state.sort };
  const create = useMutation({
    mutationFn: (named: { name: string; shared: boolean }) =>
      ask("viewSchema", `/api/w/${id}/views`, { body: { ...content, ...named } }),
    onSuccess: async (view) => {
      await refresh();
      onChoose(view.id);
    },
  });
  const update = useMutation({
    mutationFn: (view: View) =>
      tell(`/api/w/${id}/views/${view.id}`, {
        method: "PATCH",
        body: { ...content, name: view.name, shared: view.shared },
      }),
    onSuccess: async (_answer, view) => {
      await refresh();
      onChoose(view.id);
    },
  });
  const remove = useMutation({
    mutationFn: (view: View) => tell(`/api/w/${id}/views/${view.id}`, { method: "DELETE" }),
    onSuccess: async () => {
      await refresh();
      onChoose(null);
    },
  });
  return { create, update, remove };
}

function SaveViewForm({ create }: Pick<ReturnType<typeof useSaveView>, "create">) {
  const { t } = useTexts();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    create.mutate({ name: String(form.get("name")), shared: form.get("shared") === "on" });
  };
  return (
    <form className="menu" onSubmit={onSubmit}>
      <FormField label={t("records.viewName")}>
        <input className="input" name="name" maxLength={100} required />
      </FormField>
      <label>
        <input type="checkbox" className="check" name="shared" />
        {t("records.viewShared")}
      </label>
      {create.error && <ProblemBox error={create.error} />}
      <div>
        <button type="submit" className="button primary" disabled={create.isPending}>
          {t("shell.save")}
        </button>
      </div>
    </form>
  );
}

/** Saved views as segments; keeps what the address changed, as a new view or in this one. */
export function ViewsBar(props: ViewsBarProps) {
  const { views, state, onChoose } = props;
  const { t } = useTexts();
  const me = useMe();
  const { create, update, remove } = useSaveView(props);
  const [naming, setNaming] = useState(false);
  const mine = state.view !== null && state.view.ownerId === me.user.id;
  return (
    <>
      {views.length > 0 && (
        <fieldset
          className="segments"
          aria-label={t("records.views")}
          style={{ border: 0, margin: 0 }}
        >
          <button type="button" aria-pressed={state.view === null} onClick={() => onChoose(null)}>
            {t("records.allView")}
          </button>
          {views.map((view) => (
            <button
              key={view.id}
              type="button"
              aria-pressed={view.id === state.view?.id}
              onClick={() => onChoose(view.id)}
            >
              {view.name}
            </button>
          ))}
        </fieldset>
      )}
      {state.changed && (
        <Popover
          trigger="click"
          open={naming}
          onOpenChange={setNaming}
          content={<SaveViewForm create={create} />}
        >
          <button type="button" className="button quiet">
            {t("records.saveView")}
          </button>
        </Popover>
      )}
      {state.changed && mine && state.view && (
        <button
          type="button"
          className="button quiet"
          onClick={() => state.view && update.mutate(state.view)}
        >
          {t("records.updateView")}
        </button>
      )}
      {!state.changed && mine && state.view && (
        <button
          type="button"
          className="button quiet"
          onClick={() => state.view && remove.mutate(state.view)}
        >
          {t("records.deleteView")}
        </button>
      )}
    </>
  );
}
