import type { SignalScreen } from "@causeway/module-signals";
import { createRedactor, readTombstones, type TombstoneKey } from "@causeway/platform-audit";
import { erasedTexts, namesErased } from "./names-erased.ts";
import { addArrivals } from "./screen-writer.ts";

/** Takes people who were erased out of what is published about companies. For `onNewSignals`. */
export function screenSignals(key: TombstoneKey): SignalScreen {
  return async (trx, signals) => {
    const buried = await readTombstones(trx);
    if (buried.size === 0) return signals;
    let stripped = 0;
    const left = signals.map((signal) => {
      const said = [signal.key, signal.payload];
      if (!namesErased(said, buried, key)) return signal;
      stripped++;
      const redactor = createRedactor(erasedTexts(said, buried, key));
      const isNamed = redactor.names(signal.key);
      return {
        ...signal,
        key: isNamed ? key.of({ kind: "message", value: signal.key }) : signal.key,
        payload: redactor.json(signal.payload) as typeof signal.payload,
      };
    });
    if (stripped > 0) await addArrivals(trx, { dropped: 0, stripped });
    return left;
  };
}
