import { AppError, type SourceId } from "@causeway/kernel";
import type { SecretBox, WorkspaceDatabase } from "@causeway/platform-database";
import { readConnection } from "../sources/connection.ts";
import type { WakeReading } from "./deliveries-queue.ts";
import { storeDelivery } from "./store-delivery.ts";

/** In bytes. */
export const longestFile = 8 * 1024 * 1024;

/** Takes a file for a source that reads files. Throws `AppError`: `unsupported`, `not-found`. */
export async function acceptFile(
  workspace: WorkspaceDatabase,
  source: SourceId,
  file: { readonly body: Buffer; readonly type: string; readonly receivedAt: Date },
  { secrets, wake }: { readonly secrets: SecretBox; readonly wake: WakeReading },
): Promise<void> {
  await workspace.transaction(async (trx) => {
    const { kind } = await readConnection(trx, source, secrets);
    if (!kind.acceptsFiles) {
      throw new AppError("unsupported", {
        zh: "这类来源不接收文件",
        en: "This kind of source takes no files",
      });
    }
    const { body, receivedAt, type } = file;
    const headers = { "content-type": type.slice(0, 200) };
    await storeDelivery(trx, source, { method: "POST", query: {}, headers, body, receivedAt });
    await wake(trx, workspace.id);
  });
}
