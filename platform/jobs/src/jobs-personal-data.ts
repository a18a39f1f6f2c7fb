import type { PersonalData } from "@causeway/platform-audit";

export const jobsPersonalData: PersonalData = {
  runs: {
    holds: "personal",
    own: { run: "id" },
    mentions: ["idempotency_key", "input", "detail"],
    unique: ["idempotency_key"],
  },
  run_steps: { holds: "personal", own: { run: "run_id" }, mentions: ["result"] },
  outbox: {
    holds: "personal",
    own: { run: "run_id", value: "recipient" },
    mentions: ["recipient", "idempotency_key", "payload", "detail"],
    unique: ["idempotency_key"],
  },
  restores: { holds: "nothing", why: "when backups were restored" },
};
