import type { HeatCell, HeatMap, HeatMapQuery } from "@causeway/platform-contract";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "../access/session.ts";
import { type HeatCellPlace, heatCellQuery } from "../api/heat-map-queries.ts";
import { formatMoment } from "../format/dates.ts";
import { formatNumber } from "../format/numbers.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { SideHead } from "../parts/side-head.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { PathLink } from "../shell/path-link.tsx";
import { useTexts } from "../texts/text.ts";
import { kindIcons } from "../twin/kinds.ts";
import { heatWords } from "./heat-map-words.ts";

function CellLine({ touchpoint }: { readonly touchpoint: HeatCell["touchpoints"][number] }) {
  const { t, locale } = useTexts();
  const { id } = useWorkspace();
  const { record, personName, eventId, occurredAt } = touchpoint;
  const name = personName ?? t("heatMap.anonymousPerson");
  return (
    <tr>
      <td className="nowrap t12 t3">{formatMoment(new Date(occurredAt), locale, new Date())}</td>
      <td className="t3">
        <Icon of={kindIcons[touchpoint.kind]} size={14} />
      </td>
      <td className="cut heat-person" title={name}>
        {record ? (
          <PathLink
            className="link"
            path={`/w/${id}/records/${record.object}/${record.id}?event=${eventId}&at=${occurredAt}`}
          >
            {name}
          </PathLink>
        ) : (
          <span className={personName === null ? "t3" : ""}>{name}</span>
        )}
      </td>
      <td>{touchpoint.title}</td>
    </tr>
  );
}

interface HeatCellPanelProps {
  readonly map: HeatMap;
  readonly asked: HeatMapQuery;
  readonly cell: HeatCellPlace;
  readonly onClose: () => void;
}

/** What one cell is made of: the latest touchpoints, each with the customer it leads to. */
export function HeatCellPanel({ map, asked, cell, onClose }: HeatCellPanelProps) {
  const texts = useTexts();
  const { t, locale } = texts;
  const { id } = useWorkspace();
  const word = heatWords(texts, map);
  const { data, error } = useQuery(heatCellQuery(id, asked, cell));
  const figures = map.cells.find(({ row, column }) => row === cell.row && column === cell.column);
  const title = `${word(asked.rows, cell.row)} · ${word(asked.columns, cell.column)}`;
  return (
    <aside className="side" aria-label={title}>
      <SideHead
        escapes
        title={title}
        hint={
          <>
            {t("heatMap.cellSays", {
              count: figures?.touchpoints ?? 0,
              shown: formatNumber(figures?.touchpoints ?? 0, locale),
              people: formatNumber(figures?.people ?? 0, locale),
            })}
            {data && data.total > data.touchpoints.length && (
              <> · {t("heatMap.latest", { count: data.touchpoints.length })}</>
            )}
          </>
        }
        onClose={onClose}
      />
      <div className="side-body">
        {error && <ProblemBox error={error} />}
        {!data && !error && <Skeleton rows={8} />}
        {data && (
          <table className="plain heat-cell">
            <tbody>
              {data.touchpoints.map((touchpoint) => (
                <CellLine key={touchpoint.eventId} touchpoint={touchpoint} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </aside>
  );
}
