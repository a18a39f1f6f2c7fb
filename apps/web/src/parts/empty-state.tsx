import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly title: string;
  readonly hint?: string;
  /** The one next step first, quiet ones after it. */
  readonly children?: ReactNode;
}

/** Says what this place will show, and what to do next. */
export function EmptyState({ title, hint, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {hint !== undefined && <p className="t13 t2">{hint}</p>}
      {children !== undefined && <div className="row empty-steps">{children}</div>}
    </div>
  );
}
