import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ProblemBox } from "../parts/problem-box.tsx";

/** What a page shows when it could not be drawn. */
export function PageError({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <main className="centre">
      <ProblemBox error={error} onRetry={() => void router.invalidate()} />
    </main>
  );
}
