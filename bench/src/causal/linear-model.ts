import { createTable, type DataTable } from "@causeway/engine-causal";
import { seededRandom } from "@causeway/kernel";

/**
 * Rows of a random linear model, each variable with three neighbours on average and of variance one. Made in the columns themselves,
 * so that the process holds nothing beside the data.
 */
export function linearModel(size: number, rows: number): DataTable {
  const random = seededRandom(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const columns: Float64Array[] = [];
  for (let column = 0; column < size; column++) {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = normal();
    for (const cause of columns) {
      if (random() >= 3 / (size - 1)) continue;
      addTimes(values, cause, (0.2 + 0.8 * random()) * (random() < 0.5 ? -1 : 1));
    }
    const scale = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / rows);
    for (let row = 0; row < rows; row++) values[row] = (values[row] as number) / scale;
    columns.push(values);
  }
  return createTable(
    columns.map((values, index) => ({ kind: "continuous", name: `v${index}`, values })),
  );
}

function addTimes(values: Float64Array, others: Float64Array, weight: number): void {
  for (let row = 0; row < values.length; row++)
    values[row] = (values[row] as number) + weight * (others[row] as number);
}
