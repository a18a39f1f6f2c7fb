import { useTexts } from "../texts/text.ts";

/** Grey lines in the final geometry; CSS holds them back for 200 ms. */
export function Skeleton({
  rows = 3,
  height = 32,
}: {
  readonly rows?: number;
  readonly height?: number;
}) {
  const { t } = useTexts();
  return (
    <div className="skeleton" role="status" aria-label={t("shell.loading")}>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} style={{ height }}>
          <span style={{ width: `${[38, 68, 58, 46][row % 4] ?? 50}%` }} />
        </div>
      ))}
    </div>
  );
}
