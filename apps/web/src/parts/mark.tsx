/** Three stepping stones. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5" fill="var(--accent)" />
      <g fill="var(--on-accent)">
        <rect x="3.5" y="12.8" width="4.2" height="2.8" rx="1.2" opacity=".6" />
        <rect x="7.3" y="8.6" width="4.8" height="2.8" rx="1.2" opacity=".8" />
        <rect x="11.4" y="4.4" width="5.2" height="2.8" rx="1.2" />
      </g>
    </svg>
  );
}
