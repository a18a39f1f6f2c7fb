import { type Measured, type Measurement, ways } from "./measure-server.ts";

/** One line a way: medians over the rounds, and the ratio to raw inserts of the same round. */
export function printMeasurements(title: string, measured: Measured): void {
  const { measurements, fsync, acknowledged, stored } = measured;
  console.log(`\n${title}, fsync ${fsync}`);
  const measuredWays = ways.filter((way) => measurements.some((each) => each.way === way));
  console.table(
    measuredWays.map((way) => {
      const own = measurements.filter((each) => each.way === way);
      const of = (read: (each: Measurement) => number, digits: number) =>
        Number(median(own.map(read)).toFixed(digits));
      return {
        way,
        "events/s": of((each) => each.eventsPerSecond, 0),
        "ratio to raw": of(
          (each) => each.eventsPerSecond / rawOf(measurements, each.round).eventsPerSecond,
          2,
        ),
        "p50 ms": of((each) => each.p50Ms, 1),
        "p99 ms": of((each) => each.p99Ms, 1),
        "generator µs/event": of((each) => each.generatorCpu, 1),
        "server µs/event": of((each) => each.serverCpu, 1),
        "PostgreSQL µs/event": of((each) => each.databaseCpu, 1),
        "ratio of work": of((each) => workOf(rawOf(measurements, each.round)) / workOf(each), 2),
        "all µs/event": of((each) => each.generatorCpu + each.serverCpu + each.databaseCpu, 1),
      };
    }),
  );
  const verdict = stored === acknowledged ? "every one stored once" : "THE LOG DIFFERS";
  console.log(`${acknowledged} events acknowledged, ${stored} rows in the log: ${verdict}`);
}

type Figures = Pick<
  Measurement,
  "way" | "eventsPerSecond" | "generatorCpu" | "serverCpu" | "databaseCpu"
>;

const unknown: Figures = {
  ...{ way: "raw", eventsPerSecond: Number.NaN },
  ...{ generatorCpu: Number.NaN, serverCpu: Number.NaN, databaseCpu: Number.NaN },
};

function rawOf(measurements: readonly Measurement[], round: number): Figures {
  return measurements.find((each) => each.way === "raw" && each.round === round) ?? unknown;
}

/** Processor time of what would run on a server: all but the clients that send over HTTP. */
function workOf({ way, generatorCpu, serverCpu, databaseCpu }: Figures): number {
  const isProgram = way === "raw" || way === "raw-single";
  return (isProgram ? generatorCpu : serverCpu) + databaseCpu;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle - 0.5)], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + (sorted[middle - 1] ?? low)) / 2;
}
