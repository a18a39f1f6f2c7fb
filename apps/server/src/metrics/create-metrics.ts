import { monitorEventLoopDelay } from "node:perf_hooks";
import type { EventWriter, WrittenGroup } from "@causeway/module-touchpoints";
import type { Database } from "@causeway/platform-database";
import type { AnsweredRequest, HttpServer } from "@causeway/platform-http";
import type { Attributes, ObservableResult } from "@opentelemetry/api";
import { createStateReader, type InstallationState } from "./installation-state.ts";
import { openMeter } from "./meter.ts";

/** Counts what a server does, and says so in Prometheus' format. */
export interface Metrics {
  readonly onAnswer: (answer: AnsweredRequest) => void;
  readonly onGroup: (group: WrittenGroup) => void;
  /** What can be looked at any time; call it once, when it is there. */
  watch(parts: { readonly writer: EventWriter; readonly intake: HttpServer["intake"] }): void;
  render(): Promise<string>;
  close(): Promise<void>;
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const inSeconds = { advice: { explicitBucketBoundaries: secondsBuckets } };

export function createMetrics(database: Database): Metrics {
  const { meter, render, close } = openMeter();
  const requests = meter.createHistogram("http_server_request_duration_seconds", {
    description: "Time from a request to its answer, by route pattern",
    ...inSeconds,
  });
  const events = meter.createCounter("causeway_ingestion_events_total", {
    description:
      "Events by what became of them: stored (or known already), rejected with a reason, refused to be retried",
  });
  const commits = meter.createHistogram("causeway_ingestion_commit_duration_seconds", {
    description: "Time of one transaction that makes events durable",
    ...inSeconds,
  });
  const eventLoop = monitorEventLoopDelay({ resolution: 20 });
  eventLoop.enable();
  observe("nodejs_eventloop_delay_p99_seconds", "Since the last look", (result) => {
    result.observe(eventLoop.percentile(99) / 1e9);
    eventLoop.reset();
  });
  observe("process_memory_rss_bytes", "Memory of the server process", (result) =>
    result.observe(process.memoryUsage.rss()),
  );
  watchDatabase(createStateReader(database));

  function observe(
    name: string,
    description: string,
    read: (result: ObservableResult<Attributes>) => void | Promise<void>,
  ): void {
    meter.createObservableGauge(name, { description }).addCallback(read);
  }

  function watchDatabase(state: () => Promise<InstallationState>): void {
    const each = (
      name: string,
      description: string,
      points: (state: InstallationState) => Iterable<readonly [number, Attributes]>,
    ) =>
      observe(name, description, async (result) => {
        for (const [value, attributes] of points(await state())) result.observe(value, attributes);
      });
    each(
      "causeway_projection_backlog_events",
      "Events a projection has still to see; counting stops at 10,001",
      (now) => projections(now, ({ behind }) => behind),
    );
    each(
      "causeway_projection_lag_seconds",
      "Age of the oldest event that a projection has not seen",
      (now) => projections(now, ({ lagSeconds }) => lagSeconds),
    );
    each("causeway_projection_failing", "1 where the last batch of a projection failed", (now) =>
      projections(now, ({ error }) => (error === null ? 0 : 1)),
    );
    each("causeway_jobs", "Jobs by queue and state: waiting, running, failed", ({ jobs }) =>
      jobs.map(({ queue, state: job, count }) => [count, { queue, state: job }] as const),
    );
    each("causeway_agent_runs", "Open runs of agents by state", ({ workspaces }) =>
      workspaces.flatMap(({ id, runs }) =>
        runs.map(
          ({ kind, state: run, count }) => [count, { workspace: id, kind, state: run }] as const,
        ),
      ),
    );
  }

  return {
    onAnswer: ({ method, route, status, seconds }) =>
      requests.record(seconds, { method, route, status: String(status) }),
    onGroup(group) {
      commits.record(group.seconds, { outcome: group.stored ? "stored" : "refused" });
      events.add(group.events, { outcome: group.stored ? "stored" : "refused" });
      if (group.stored) events.add(group.rejected, { outcome: "rejected" });
    },
    watch({ writer, intake }) {
      observe("causeway_ingestion_queue_events", "Events that wait to be stored", (result) =>
        result.observe(writer.queuedEvents),
      );
      observe("causeway_ingestion_queue_bytes", "Memory that they hold", (result) =>
        result.observe(writer.queuedBytes),
      );
      observe("causeway_ingestion_bodies_bytes", "Bodies of requests in memory", (result) =>
        result.observe(intake.bytes),
      );
      meter
        .createObservableCounter("causeway_ingestion_refused_requests_total", {
          description: "Requests refused before they were read or queued, for the client to retry",
        })
        .addCallback((result) => result.observe(intake.refused + writer.refused));
    },
    render,
    async close() {
      eventLoop.disable();
      await close();
    },
  };
}

function projections(
  { workspaces }: InstallationState,
  read: (status: InstallationState["workspaces"][number]["projections"][number]) => number,
): readonly (readonly [number, Attributes])[] {
  return workspaces.flatMap(({ id, projections: list }) =>
    list.map((status) => [read(status), { workspace: id, projection: status.name }] as const),
  );
}
