interface IntervalRulerProps {
  /** Estimate and its 90 % interval, in the unit of the scale; null draws "too few data". */
  readonly estimate: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** Both ends of the scale; the same within one list. */
  readonly scale?: readonly [number, number];
  /** What to compare with: a short notch. */
  readonly base?: number | undefined;
  /** A limit to pass: a dashed line. */
  readonly gate?: number | undefined;
  readonly tone?: "accent" | "ink" | "warn" | "bad";
  readonly width?: number;
  readonly height?: number;
  /** What a screen reader says instead of the picture. */
  readonly label: string;
}

const colours = {
  accent: "var(--accent)",
  ink: "var(--ink2)",
  warn: "var(--warn)",
  bad: "var(--bad)",
} as const;

/** An estimate as a measurement: track, band with square ends, tick, notch of the average. */
export function IntervalRuler({
  estimate,
  scale = [0, 1],
  base,
  gate,
  tone = "accent",
  width = 40,
  height = 12,
  label,
}: IntervalRulerProps) {
  const middle = height / 2;
  const [from, to] = scale;
  const x = (value: number) => Math.min(width, Math.max(0, ((value - from) / (to - from)) * width));
  const colour = colours[tone];
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <path
        d={`M0 ${middle}H${width}`}
        stroke="var(--fill2)"
        strokeWidth="2"
        {...(estimate ? {} : { strokeDasharray: "2 3" })}
      />
      {estimate && (
        <rect
          x={x(estimate.low)}
          y={height / 4}
          width={Math.max(1, x(estimate.high) - x(estimate.low))}
          height={height / 2}
          fill={colour}
          opacity=".3"
        />
      )}
      {base !== undefined && (
        <path
          d={`M${x(base)} ${height * 0.2}V${height * 0.8}`}
          stroke="var(--ink3)"
          strokeWidth="1"
        />
      )}
      {gate !== undefined && (
        <path d={`M${x(gate)} 0V${height}`} stroke="var(--ink)" strokeDasharray="2 2" />
      )}
      {estimate && (
        <rect
          x={Math.min(width - 2, Math.max(0, x(estimate.value) - 1))}
          y={height * 0.06}
          width="2"
          height={height * 0.88}
          fill={colour}
        />
      )}
    </svg>
  );
}
