/** In the output of an exercise that was shown: its seal, or null where its answer cannot be sealed. */
export const SEAL_MIME = "application/vnd.genobook.seal.v1+json";

/** Content of `SEAL_MIME`. */
export interface SealOutput {
  readonly question: string;
  readonly seal: string | null;
}

/** A cell in which seals stand for the answers of its exercises. */
export interface SealedCell {
  readonly source: string;
  readonly sealed: number;
  /** Exercises that cannot be sealed, and why not. */
  readonly readable: readonly string[];
  /** Exercises that have no seal yet. */
  readonly unsealed: readonly string[];
}

/** Seals that exercises have left in the outputs of cells. */
export function sealsIn(cells: readonly { readonly [other: string]: unknown }[]): SealOutput[] {
  const outputs = cells.flatMap((cell) => {
    const { outputs: shown } = cell as { outputs?: unknown };
    return Array.isArray(shown) ? (shown as { data?: Record<string, unknown> }[]) : [];
  });
  return outputs.flatMap(({ data }) => {
    const left = data?.[SEAL_MIME] as Partial<SealOutput> | undefined;
    const { question, seal } = left ?? {};
    return question !== undefined && seal !== undefined ? [{ question, seal }] : [];
  });
}
