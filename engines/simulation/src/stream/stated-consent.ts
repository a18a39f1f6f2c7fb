import { noiseStream } from "../noise.ts";
import type { Person } from "../population/company.ts";
import type { Scene } from "./scene.ts";

const CONSENT = noiseStream("stated consent");
/** Shares of people who leave the boxes of a form unticked; the second asks for a consent of its own (PIPL Art. 24). */
const refuseMail = 0.18;
const refuseMachines = 0.04;

/** What somebody ticks below a form about mail, and about being graded by a machine; the same each time. */
export function statedConsent({ noise }: Scene, { index }: Person) {
  return {
    marketing: noise.uniform(CONSENT, index, 0, -1) >= refuseMail,
    "automated-decisions": noise.uniform(CONSENT, index, 1, -1) >= refuseMachines,
    version: "2025-06",
    proof: "form quote",
  };
}
