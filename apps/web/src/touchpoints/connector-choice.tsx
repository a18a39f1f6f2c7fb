import type { Connector } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { connectorsQuery } from "../api/source-queries.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { useTexts } from "../texts/text.ts";
import { kindIcons } from "../twin/kinds.ts";

/** All kinds of sources in sight; one click chooses. */
export function ConnectorChoice({ onChoose }: { readonly onChoose: (kind: Connector) => void }) {
  const { t, label } = useTexts();
  const { id } = useWorkspace();
  const { data, error, refetch } = useQuery(connectorsQuery(id));
  if (error) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  return (
    <div className="dialog-body">
      <p className="t13 t2">{t("touchpoints.chooseKind")}</p>
      <ul className="kind-cards">
        {data.connectors.map((kind) => (
          <li key={kind.name}>
            <button type="button" className="kind-card" onClick={() => onChoose(kind)}>
              <span className="t3">
                <Icon of={kindIcons[kind.kind]} size={16} />
              </span>
              <span>
                <b>{label(kind.label)}</b>
                <span className="t12 t3">{label(kind.summary)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
