import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { isAtLeast, useWorkspace } from "../access/session.ts";
import { tell } from "../api/client.ts";
import { demoQuery, meQuery } from "../api/session-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { Dialog } from "../parts/dialog.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { useTexts } from "../texts/text.ts";

function RemoveDemo({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const removal = useMutation({
    mutationFn: () => tell(`/api/w/${id}/demo`, { method: "DELETE" }),
    onSuccess: async () => {
      await navigate({ to: "/start" });
      client.removeQueries({ queryKey: ["w", id] });
      await client.fetchQuery({ ...meQuery, staleTime: 0 });
    },
  });
  return (
    <Dialog title={t("access.removeDemo")} onClose={onClose}>
      <p className="dialog-body t13 t2">{t("access.removeDemoHint")}</p>
      {removal.error && <ProblemBox error={removal.error} />}
      <footer className="dialog-foot">
        <button type="button" className="button" onClick={onClose}>
          {t("shell.cancel")}
        </button>
        <button
          type="button"
          className="button danger"
          disabled={removal.isPending}
          onClick={() => removal.mutate()}
        >
          {removal.isPending ? t("access.removing") : t("access.removeDemo")}
        </button>
      </footer>
    </Dialog>
  );
}

/** Says that this is demo data, how far it has come, and lets an owner remove it. */
export function DemoBanner() {
  const { t, locale } = useTexts();
  const { id, role } = useWorkspace();
  const { data } = useQuery(demoQuery(id));
  const [removing, setRemoving] = useState(false);
  return (
    <div className="demo-banner">
      <span>{t("access.demoBanner")}</span>
      {data?.state === "running" && (
        <Link to="/start" search={{ workspace: id }} className="link">
          {t("access.progressEvents", {
            done: formatNumber(data.eventsDone, locale),
            total: formatNumber(data.eventsTotal, locale),
          })}
        </Link>
      )}
      {isAtLeast(role, "owner") && (
        <button type="button" className="link" onClick={() => setRemoving(true)}>
          {t("access.removeDemo")}
        </button>
      )}
      {removing && <RemoveDemo onClose={() => setRemoving(false)} />}
    </div>
  );
}
