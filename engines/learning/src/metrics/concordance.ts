/**
 * Harrell's concordance: among pairs whose order of event times is known, the share where the higher risk came first, ties half.
 * `times` ≥ 0; `events` 1 where the event was seen, 0 where the row is censored. NaN without a comparable pair.
 * Costs rows². Source: Harrell et al., JAMA 247 (1982).
 */
export function concordance(
  risks: Float64Array,
  times: Float64Array,
  events: Float64Array,
): number {
  const tally = { comparable: 0, agreeing: 0 };
  for (let first = 0; first < times.length; first++) {
    if ((events[first] as number) > 0.5) compareWithLater(first, risks, times, events, tally);
  }
  return tally.agreeing / tally.comparable;
}

function compareWithLater(
  first: number,
  risks: Float64Array,
  times: Float64Array,
  events: Float64Array,
  tally: { comparable: number; agreeing: number },
): void {
  const [risk, time] = [risks[first] as number, times[first] as number];
  for (let second = 0; second < times.length; second++) {
    const other = times[second] as number;
    if (other < time || (other === time && (events[second] as number) > 0.5)) continue;
    tally.comparable++;
    const gap = risk - (risks[second] as number);
    tally.agreeing += gap > 0 ? 1 : gap === 0 ? 0.5 : 0;
  }
}
