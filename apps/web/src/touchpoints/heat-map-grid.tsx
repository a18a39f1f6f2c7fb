import type { HeatMap, HeatMapQuery, TouchpointKind } from "@causeway/platform-contract";
import type { CSSProperties } from "react";
import type { HeatCellPlace } from "../api/heat-map-queries.ts";
import { formatNumber } from "../format/numbers.ts";
import { Icon } from "../parts/icon.tsx";
import { useTexts } from "../texts/text.ts";
import { kindIcons } from "../twin/kinds.ts";
import { heatOf, heatTable } from "./heat-map-table.ts";
import { heatWords } from "./heat-map-words.ts";
import { moveInGrid } from "./move-in-grid.ts";

interface HeatMapGridProps {
  readonly map: HeatMap;
  readonly asked: HeatMapQuery;
  readonly chosen: HeatCellPlace | null;
  readonly onChoose: (cell: HeatCellPlace) => void;
}

/** Rows against columns; the fuller a cell, the deeper its colour. A cell opens what it is made of. */
export function HeatMapGrid({ map, asked, chosen, onChoose }: HeatMapGridProps) {
  const texts = useTexts();
  const { t, locale } = texts;
  const word = heatWords(texts, map);
  const table = heatTable(map);
  const number = (value: number) => formatNumber(value, locale);
  return (
    <table
      className={`heat heat-${asked.columns}`}
      onKeyDown={(event) => {
        if (moveInGrid(event.currentTarget, event.key)) event.preventDefault();
      }}
    >
      <thead>
        <tr>
          <th scope="col">{t(`heatMap.${asked.rows}`)}</th>
          {map.columns.map((column) => (
            <th key={column} scope="col">
              {asked.columns === "hour" ? column : word(asked.columns, column)}
            </th>
          ))}
          <th scope="col" className="number">
            {t("heatMap.total")}
          </th>
        </tr>
      </thead>
      <tbody>
        {map.rows.map((row) => (
          <tr key={row}>
            <th scope="row">
              <span className="row">
                {asked.rows === "kind" && (
                  <span className="t3">
                    <Icon of={kindIcons[row as TouchpointKind]} size={14} />
                  </span>
                )}
                {word(asked.rows, row)}
              </span>
            </th>
            {map.columns.map((column) => {
              const cell = table.cellAt(row, column);
              if (!cell) return <td key={column} />;
              const on = chosen?.row === row && chosen.column === column;
              const heat = Math.round(6 + 40 * heatOf(cell.touchpoints, table.most));
              return (
                <td key={column}>
                  <button
                    type="button"
                    style={{ "--heat": `${heat}%` } as CSSProperties}
                    aria-pressed={on}
                    aria-label={t("heatMap.cell", {
                      row: word(asked.rows, row),
                      column: word(asked.columns, column),
                      count: cell.touchpoints,
                      people: number(cell.people),
                    })}
                    onClick={() => onChoose({ row, column })}
                  >
                    {number(cell.touchpoints)}
                  </button>
                </td>
              );
            })}
            <td className="number">{number(table.rowSums.get(row) ?? 0)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("heatMap.total")}</th>
          {map.columns.map((column) => (
            <td key={column}>{number(table.columnSums.get(column) ?? 0)}</td>
          ))}
          <td className="number">{number(map.touchpoints)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
