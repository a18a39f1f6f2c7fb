import { useParams, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { Icon } from "../parts/icon.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { ScoredList } from "../prediction/scored-list.tsx";
import { WhyDrawer } from "../prediction/why-drawer.tsx";
import { PageTop } from "../shell/page-top.tsx";
import { useSearchChange } from "../shell/use-search-change.ts";
import { useTexts } from "../texts/text.ts";
import type { ListSearch } from "./customers-search.ts";
import { NewRecordDialog } from "./new-record-dialog.tsx";
import { useObject } from "./use-object.ts";

/** The list of any object, also of those that the business defined itself. */
export function ObjectPage() {
  const { t, label, word } = useTexts();
  const { object: name } = useParams({ from: "/w/$workspace/objects/$object" });
  const search: ListSearch = useSearch({ strict: false });
  const change = useSearchChange<ListSearch>();
  const found = useObject(name);
  if (!found) return <Skeleton rows={12} />;
  return (
    <>
      <PageTop title={label(found.object.pluralLabel)} hint={t("shell.build")}>
        <button type="button" className="button primary" onClick={() => change({ new: "1" })}>
          <Icon of={Plus} size={14} />
          {t("records.create", { object: word(found.object.label) })}
        </button>
      </PageTop>
      <div className="columns">
        <div className="list-body">
          <ScoredList key={name} {...found} search={search} />
        </div>
        {search.why !== undefined && (
          <WhyDrawer object={name} id={search.why} onClose={() => change({ why: undefined })} />
        )}
      </div>
      {search.new !== undefined && (
        <NewRecordDialog object={found.object} onClose={() => change({ new: undefined })} />
      )}
    </>
  );
}
