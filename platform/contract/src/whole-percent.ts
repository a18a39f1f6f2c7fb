/** A share in whole percent, without its sign. Only what is certain is 0 or 100: `<1` and `>99` stand for what would round to them. */
export function wholePercent(share: number): string {
  const whole = Math.round(share * 100);
  if (whole === 0 && share > 0) return "<1";
  if (whole === 100 && share < 1) return ">99";
  // Of two zeros one has a sign.
  return String(whole === 0 ? 0 : whole);
}

/** Both ends of an interval of shares: `51–72`, `97 – >99`, and once where both read the same. */
export function percentRange(low: number, high: number): string {
  const [from, to] = [wholePercent(low), wholePercent(high)];
  if (from === to) return from;
  return /[<>]/.test(from + to) ? `${from} – ${to}` : `${from}–${to}`;
}
