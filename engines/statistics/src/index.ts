export { benjaminiHochberg } from "./benjamini-hochberg.ts";
export { choleskyFactor } from "./cholesky-factor.ts";
export { choleskySolve } from "./cholesky-solve.ts";
export {
  chiSquareUpper,
  fUpper,
  normalCumulative,
  normalUpper,
  studentTwoSided,
} from "./distributions.ts";
export { logGamma } from "./log-gamma.ts";
export { normalQuantile } from "./normal-quantile.ts";
export { regularizedBeta } from "./regularized-beta.ts";
export { regularizedGammaUpper } from "./regularized-gamma.ts";
