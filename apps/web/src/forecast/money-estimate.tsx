import { formatMoney } from "../format/numbers.ts";
import { IntervalRuler } from "../parts/interval-ruler.tsx";
import { useTexts } from "../texts/text.ts";

interface MoneyEstimateProps {
  readonly estimate: { readonly mean: number; readonly low: number; readonly high: number } | null;
  /** The largest amount of the list, so that all rulers have one scale. */
  readonly most: number;
  /** The target: a dashed line. */
  readonly gate?: number | null;
  /** What happened: a notch. */
  readonly base?: number;
  readonly width?: number;
  readonly name: string;
}

/** An amount that is expected, with its interval in words and as a measurement. */
export function MoneyEstimate({ estimate, most, gate, base, width, name }: MoneyEstimateProps) {
  const { locale } = useTexts();
  if (estimate === null) return <span className="t3">—</span>;
  const { mean, low, high } = estimate;
  const value = formatMoney(mean, locale);
  const range = `${formatMoney(low, locale)}–${formatMoney(high, locale)}`;
  return (
    <span className="money-estimate">
      <span>{value}</span>
      <IntervalRuler
        label={`${name} ${value} (${range})`}
        estimate={{ value: mean, low, high }}
        scale={[0, most]}
        gate={gate ?? undefined}
        base={base}
        width={width ?? 120}
        height={14}
      />
      <span className="t12 t3 nowrap">{range}</span>
    </span>
  );
}
