import { regularizedBeta } from "./regularized-beta.ts";
import { regularizedGammaUpper } from "./regularized-gamma.ts";

/** P(X > statistic) for a chi-square variable; with no degree of freedom there is nothing to reject: 1. */
export function chiSquareUpper(statistic: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom <= 0 || statistic <= 0) return 1;
  return regularizedGammaUpper(degreesOfFreedom / 2, statistic / 2);
}

/** P(X > z) for a standard normal variable, accurate far out in the tail. */
export function normalUpper(z: number): number {
  const half = 0.5 * regularizedGammaUpper(0.5, (z * z) / 2);
  return z >= 0 ? half : 1 - half;
}

/** P(X ≤ z) for a standard normal variable. */
export const normalCumulative = (z: number): number => normalUpper(-z);

/** P(|T| > |t|) for Student's t. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  return regularizedBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}

/** P(F > statistic) for an F variable with `between` and `within` degrees of freedom. */
export function fUpper(statistic: number, between: number, within: number): number {
  if (statistic <= 0) return 1;
  return regularizedBeta(within / (within + between * statistic), within / 2, between / 2);
}
