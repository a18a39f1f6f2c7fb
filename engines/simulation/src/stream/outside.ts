import { noiseStream } from "../noise.ts";
import { hexDigits } from "../population/identifiers.ts";
import type { CompanySignal } from "../process/outside-signals.ts";
import type { Json } from "./market-item.ts";
import type { Scene } from "./scene.ts";

const DETAIL = noiseStream("signal detail");

function payloadOf(scene: Scene, signal: CompanySignal): { readonly [key: string]: Json } {
  const draw = scene.noise.uniform(DETAIL, scene.company.index, Math.floor(signal.day) + 1000, -1);
  switch (signal.kind) {
    case "tender":
      return {
        title:
          scene.locale === "zh" ? "激光切割设备采购招标" : "Tender for laser cutting equipment",
        budget: Math.round(20 + 60 * draw) * 10_000,
        deadlineDays: 25,
      };
    case "equity-change":
      return {
        title: scene.locale === "zh" ? "股东变更" : "Change of shareholders",
        shareBefore: 0,
        shareAfter: Math.round(30 + 60 * draw) / 100,
      };
    case "job-posting":
      return {
        title: scene.locale === "zh" ? "招聘激光操作工" : "Laser operator wanted",
        positions: 1 + Math.floor(draw * 6),
      };
  }
}

/** Published signals about the company, and the state of shipments where its dealer's are late. */
export function writeOutsideSignals(scene: Scene): void {
  const { company, history, market } = scene;
  for (const signal of history.signals) {
    if (!scene.overlaps(signal.day, signal.day + signal.publishedAfterDays + 1)) continue;
    const key = `${signal.kind}-${hexDigits(scene.noise, signal.kind, company.index * 4096 + Math.floor(signal.day) + 1024, 12)}`;
    scene.signal(signal.day + 0.2, {
      publishedDay: signal.day + signal.publishedAfterDays + 0.4,
      signal: signal.kind,
      key,
      payload: payloadOf(scene, signal),
    });
  }
  const dealer = company.dealer === undefined ? undefined : market.dealers[company.dealer];
  for (const delay of dealer?.delays ?? []) {
    const served = history.memberships.some(
      (entry) => entry.fromDay <= delay.day && (entry.lostDay ?? scene.toDay) > delay.day,
    );
    if (!served || !scene.overlaps(delay.day, delay.day + 1)) continue;
    scene.signal(delay.day + 0.3, {
      publishedDay: delay.day + 0.35,
      signal: "logistics-status",
      key: `shipment-${hexDigits(scene.noise, "shipment", company.index * 4096 + delay.day, 12)}`,
      payload: { status: "delayed", carrier: "LTL", days: 7 },
    });
  }
}
