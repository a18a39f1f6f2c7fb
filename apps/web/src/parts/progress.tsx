interface ProgressProps {
  readonly done: number;
  readonly total: number;
  readonly label: string;
}

/** How far long work is, in words and as a bar. */
export function Progress({ done, total, label }: ProgressProps) {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  return (
    <div className="row">
      <div
        className="progress"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        tabIndex={-1}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <span className="t13 t2">{Math.round(share * 100)}%</span>
    </div>
  );
}
