/**
 * Lets the parent process move this one's clock, as an administrator or a time server does: every `new Date()` and
 * `Date.now()` is wrong by the milliseconds it sent last. The clock of PostgreSQL stays right, so the two disagree.
 */
export function shiftClock(): void {
  let offsetMs = 0;
  const RealDate = Date;
  const realNow = RealDate.now.bind(RealDate);
  class ShiftedDate extends RealDate {
    constructor(...args: readonly [] | ConstructorParameters<typeof Date>) {
      if (args.length === 0) super(realNow() + offsetMs);
      else super(...(args as ConstructorParameters<typeof Date>));
    }
    static override now(): number {
      return realNow() + offsetMs;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
  process.on("message", (message) => {
    if (typeof message === "number") offsetMs = message;
  });
  // Listening to the parent must not keep the process alive, nor end it with the parent's channel.
  process.channel?.unref();
}
