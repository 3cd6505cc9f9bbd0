/** Version of this package, kept in the provenance of results. */
export const VERSION = "0.1.0";
