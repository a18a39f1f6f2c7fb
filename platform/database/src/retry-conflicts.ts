const serializationFailure = "40001";
const deadlockDetected = "40P01";

/**
 * Runs a whole transaction again when PostgreSQL gave it up in favour of another one (serialization failure or
 * deadlock). `work` must open the transaction itself and have no effect outside it.
 */
export async function retryConflicts<T>(work: () => Promise<T>, attempts = 5): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  const code = sqlState(error);
  return code === serializationFailure || code === deadlockDetected;
}

/** The five-character SQLSTATE of an error of PostgreSQL, such as "23505" for a duplicate key. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && error.code.length === 5 ? error.code : undefined;
}
