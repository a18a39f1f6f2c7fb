/** A place in the log: transaction, then event within it. Both are whole numbers as text. */
export interface LogPosition {
  readonly txId: string;
  readonly id: string;
}

export const logStart: LogPosition = { txId: "0", id: "0" };

/** Negative when `left` comes first. */
export function comparePositions(left: LogPosition, right: LogPosition): number {
  const byTransaction = BigInt(left.txId) - BigInt(right.txId);
  const difference = byTransaction === 0n ? BigInt(left.id) - BigInt(right.id) : byTransaction;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
