import type { Meter } from "@opentelemetry/api";
import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";

/** Where a server counts, and what it has counted as text for Prometheus. */
export interface OpenMeter {
  readonly meter: Meter;
  /** Prometheus text format 0.0.4; asks every observable instrument anew. */
  render(): Promise<string>;
  close(): Promise<void>;
}

/** A meter of its own for each server of a process: nothing is registered for all. */
export function openMeter(): OpenMeter {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  const serializer = new PrometheusSerializer("", false, undefined, true, true);
  return {
    meter: provider.getMeter("causeway"),
    async render() {
      const { resourceMetrics, errors } = await reader.collect();
      if (errors.length > 0) throw new AggregateError(errors, "Some metrics could not be read");
      return serializer.serialize(resourceMetrics);
    },
    close: () => provider.shutdown(),
  };
}
