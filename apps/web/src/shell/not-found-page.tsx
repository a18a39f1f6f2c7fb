import { Link } from "@tanstack/react-router";
import { EmptyState } from "../parts/empty-state.tsx";
import { useTexts } from "../texts/text.ts";

export function NotFoundPage() {
  const { t } = useTexts();
  return (
    <main className="centre">
      <EmptyState title={t("shell.notFound")} hint={t("shell.notFoundHint")}>
        <Link to="/" className="button primary">
          {t("shell.toWorkbench")}
        </Link>
      </EmptyState>
    </main>
  );
}
