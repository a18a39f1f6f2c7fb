export { choleskyFactor } from "./cholesky-factor.ts";
export { choleskySolve } from "./cholesky-solve.ts";
export { normalQuantile } from "./normal-quantile.ts";
