export {
  type AuditActor,
  type AuditEntry,
  auditMigrations,
  readAudit,
  recordAudit,
  type StoredAuditEntry,
} from "./audit-log.ts";
