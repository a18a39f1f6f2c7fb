import { AppError, type BothLanguages, type Clock, type SourceId } from "@causeway/kernel";
import {
  acceptedFileSchema,
  connectorsSchema,
  deadLettersSchema,
  previewRequestSchema,
  readingPreviewSchema,
  replayedSchema,
  replaySchema,
  sourceSettingsSchema,
  sourceSetupSchema,
} from "@causeway/platform-contract";
import type { SecretBox } from "@causeway/platform-database";
import { defineRoute, type Route } from "@causeway/platform-http";
import { z } from "zod";
import { acceptFile, longestFile } from "../deliveries/accept-file.ts";
import { dropDeadLetter, listDeadLetters, replayDeadLetters } from "../deliveries/dead-letters.ts";
import type { WakeReading } from "../deliveries/deliveries-queue.ts";
import type { AskForFetching } from "../fetching/fetch-queue.ts";
import { changeSettings, readSetup } from "../sources/connection.ts";
import { getSource } from "../sources/sources.ts";
import { previewReading } from "./preview-reading.ts";
import { connectorKinds, getConnector, presentConnector } from "./registry.ts";

export interface ConnectorDependencies {
  readonly secrets: SecretBox;
  readonly publicUrl: string;
  readonly wake: WakeReading;
  readonly fetchSoon: AskForFetching;
  readonly listenSoon: AskForFetching;
  readonly clock: Clock;
}

const onlyReceives: BothLanguages = {
  zh: "这个来源只接收交来的内容，不会自行连接",
  en: "This source only takes what is handed in; it connects to nothing",
};
const tags = ["sources"] as const;
const member = { kind: "workspace", role: "member" } as const;
const admin = { kind: "workspace", role: "admin" } as const;
const source = "/api/w/:workspace/sources/:id";
const params = z.object({ workspace: z.uuid(), id: z.uuid() });
const letterParams = params.extend({ letter: z.string().regex(/^\d{1,18}$/) });

/** Kinds of sources and how each is set up; files; what could not be read. */
export function connectorRoutes(dependencies: ConnectorDependencies): readonly Route[] {
  return [...setupRoutes(dependencies), ...letterRoutes(dependencies)];
}

function setupRoutes(dependencies: ConnectorDependencies): readonly Route[] {
  const { secrets, publicUrl, wake, fetchSoon, listenSoon, clock } = dependencies;
  return [
    defineRoute({
      method: "GET",
      path: "/api/w/:workspace/connectors",
      summary: "Kinds of sources that can be connected",
      tags,
      access: member,
      response: connectorsSchema,
      handle: () => ({ connectors: connectorKinds.map(presentConnector) }),
    }),
    defineRoute({
      method: "POST",
      path: "/api/w/:workspace/connectors/:name/preview",
      summary: "What a sample would become; nothing is stored",
      tags,
      access: admin,
      params: z.object({ workspace: z.uuid(), name: z.string().max(60) }),
      body: previewRequestSchema,
      response: readingPreviewSchema,
      handle: ({ params: { name }, body }) => previewReading(getConnector(name), body, clock()),
    }),
    defineRoute({
      method: "GET",
      path: `${source}/setup`,
      summary: "Address, settings and steps of a source; secrets are not shown",
      tags,
      access: admin,
      params,
      response: sourceSetupSchema,
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction((trx) => readSetup(trx, id as SourceId, secrets, publicUrl), {
          readOnly: true,
        }),
    }),
    defineRoute({
      method: "PUT",
      path: `${source}/settings`,
      summary: "Change a source's settings; secrets left out keep their value",
      tags,
      access: admin,
      params,
      body: sourceSettingsSchema,
      response: sourceSetupSchema,
      handle: ({ workspace, params: { id }, body }) =>
        workspace.transaction(async (trx) => {
          await changeSettings(trx, id as SourceId, body.settings, secrets);
          return readSetup(trx, id as SourceId, secrets, publicUrl);
        }),
    }),
    defineRoute({
      method: "POST",
      path: `${source}/fetch`,
      summary: "Fetch what is new for a source now, not only within the next minute",
      tags,
      access: admin,
      params,
      response: "empty",
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction(async (trx) => {
          const { connector, connects } = await getSource(trx, id as SourceId);
          if (!connects) throw new AppError("conflict", onlyReceives);
          const soon = getConnector(connector).listen ? listenSoon : fetchSoon;
          await soon(trx, workspace.id, id as SourceId);
        }),
    }),
    defineRoute({
      method: "POST",
      path: `${source}/files`,
      summary: "Hand in a file of records; it is stored, and read afterwards",
      tags,
      access: admin,
      params,
      body: "buffer",
      bodyLimit: longestFile,
      response: acceptedFileSchema,
      status: 202,
      handle: async ({ workspace, params: { id }, body, header }) => {
        const type = header("content-type") ?? "text/csv";
        await acceptFile(
          workspace,
          id as SourceId,
          { body, type, receivedAt: clock() },
          { secrets, wake },
        );
        return { accepted: true as const };
      },
    }),
  ];
}

function letterRoutes({ wake }: ConnectorDependencies): readonly Route[] {
  return [
    defineRoute({
      method: "GET",
      path: `${source}/dead-letters`,
      summary: "What a source sent that could not be read, and why",
      tags,
      access: admin,
      params,
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: deadLettersSchema,
      handle: ({ workspace, params: { id }, query }) =>
        workspace.transaction(
          async (trx) => {
            await getSource(trx, id as SourceId);
            return listDeadLetters(trx, id as SourceId, query.limit);
          },
          { readOnly: true },
        ),
    }),
    defineRoute({
      method: "POST",
      path: `${source}/dead-letters/replay`,
      summary: "Read all dead letters of a source once more",
      tags,
      access: admin,
      params,
      response: replayedSchema,
      handle: ({ workspace, params: { id } }) =>
        workspace.transaction(async (trx) => {
          await getSource(trx, id as SourceId);
          const replayed = await replayDeadLetters(trx, id as SourceId, null);
          if (replayed > 0) await wake(trx, workspace.id);
          return { replayed };
        }),
    }),
    defineRoute({
      method: "POST",
      path: `${source}/dead-letters/:letter/replay`,
      summary: "Read a dead letter once more, with another body where one is given",
      tags,
      access: admin,
      params: letterParams,
      body: replaySchema,
      response: replayedSchema,
      handle: ({ workspace, params: { id, letter }, body }) =>
        workspace.transaction(async (trx) => {
          await getSource(trx, id as SourceId);
          const replayed = await replayDeadLetters(trx, id as SourceId, letter, body.body);
          await wake(trx, workspace.id);
          return { replayed };
        }),
    }),
    defineRoute({
      method: "DELETE",
      path: `${source}/dead-letters/:letter`,
      summary: "Throw a dead letter away",
      tags,
      access: admin,
      params: letterParams,
      response: "empty",
      handle: ({ workspace, params: { id, letter } }) =>
        workspace.transaction((trx) => dropDeadLetter(trx, id as SourceId, letter)),
    }),
  ];
}
