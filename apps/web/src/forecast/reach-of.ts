import type { Forecast, ForecastCell } from "@causeway/platform-contract";

type Line = Pick<Forecast["teams"][number], "months">;

/** How much of the targets the model expects. */
export interface Reach {
  /** Expected over wanted where a target stands; null where none does, or where nothing is forecast. */
  readonly share: number | null;
  /** Something is expected for which no target stands, so that the sum of the targets says nothing of the whole. */
  readonly isPartial: boolean;
}

/** What is expected of the given teams in one month (all for a place past the last) beside the targets set for it. */
export function reachOf(lines: readonly Line[], month: number): Reach {
  const cells = lines.flatMap(({ months }): readonly ForecastCell[] => {
    const cell = months[month];
    return cell === undefined ? months : [cell];
  });
  const forecast = cells.flatMap(({ model, target }) =>
    model === null ? [] : [{ expected: model.mean, target }],
  );
  const aimed = cells.filter(({ target }) => target !== null);
  const wanted = aimed.reduce((sum, { target }) => sum + (target ?? 0), 0);
  const expected = aimed.reduce((sum, { model }) => sum + (model?.mean ?? 0), 0);
  const isForecast = aimed.some(({ model }) => model !== null);
  return {
    share: wanted > 0 && isForecast ? expected / wanted : null,
    isPartial: aimed.length > 0 && forecast.some((cell) => cell.target === null),
  };
}
