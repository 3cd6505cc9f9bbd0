/** Domain of every translated string of this extension. */
export const TRANSLATION_DOMAIN = "genobook";

/** Name of Genobook's kernelspec. */
export const KERNEL_NAME = "genobook";

/** `describedBy` of a command without arguments. */
export const NO_ARGUMENTS = { args: { type: "object", properties: {} } } as const;

/** Commands that more than one plugin uses. */
export const COMMANDS = {
  insertCode: "genobook:insert-dataset-code",
  openSummary: "genobook:open-dataset-summary",
  insertViewCode: "genobook:insert-view-code",
  openValue: "genobook:open-value",
  newNotebook: "genobook:new-notebook",
  showVariables: "genobook:show-variables",
} as const;

/** Factory of the read-only dataset summary. */
export const SUMMARY_FACTORY = "Genobook summary";
