import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./problem-error.ts";

/** Refusals are final; a server that is restarting deserves two more tries. */
export function mayRetry(failures: number, error: unknown): boolean {
  const temporary = !(error instanceof ProblemError) || error.status === 0 || error.status === 503;
  return temporary && failures < 2;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      retry: mayRetry,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
