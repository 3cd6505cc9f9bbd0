/** What a trimmed sum is at a slope; filled anew again and again. */
export interface TrimmedSum {
  theta: number;
  value: number;
  /** First and second derivative of the sum. */
  gradient: number;
  curvature: number;
  /** Half the second derivative where all residuals are 0. */
  information: number;
}

export const NOTHING: TrimmedSum = {
  theta: 0,
  value: 0,
  gradient: 0,
  curvature: 0,
  information: 0,
};

export function newtonStep({ gradient, curvature, information }: TrimmedSum): number {
  return -gradient / (curvature > 0 ? curvature : 2 * information);
}

export function copySum(from: TrimmedSum, into: TrimmedSum): void {
  into.theta = from.theta;
  into.value = from.value;
  into.gradient = from.gradient;
  into.curvature = from.curvature;
  into.information = from.information;
}
