import type { DeadLetterScreen } from "@causeway/module-touchpoints";
import { readTombstones, type TombstoneKey } from "@causeway/platform-audit";
import { namesErased } from "./names-erased.ts";
import { addArrivals } from "./screen-writer.ts";

/** Does not keep what could not be read and names somebody who was erased. For `onDeadLetter`. */
export function keepOutLetters(key: TombstoneKey): DeadLetterScreen {
  return async (trx, body) => {
    const buried = await readTombstones(trx);
    if (buried.size === 0 || !namesErased(parsed(body), buried, key)) return false;
    await addArrivals(trx, { dropped: 1, stripped: 0 });
    return true;
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
