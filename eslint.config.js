import jupyter from "@jupyter/eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "**/node_modules",
      "**/dist",
      "**/lib",
      "**/labextension",
      ".venv",
      "**/build",
      "**/output",
      // AssemblyScript has its own compiler and types.
      "analysis/assembly/**/*.ts",
    ],
  },
  {
    files: [
      "{analysis,kernel,extension,notebooks}/**/*.ts",
      "{analysis,kernel,extension,notebooks}/**/*.tsx",
    ],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          "./analysis/tsconfig.json",
          "./kernel/tsconfig.json",
          "./extension/tsconfig.json",
          "./tsconfig.test.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: ["extension/src/**/*.ts", "extension/src/**/*.tsx"],
    plugins: { jupyter },
    rules: jupyter.configs.recommended[0].rules,
  },
  { files: ["extension/src/**/*.test.ts"], rules: { "jupyter/no-untranslated-string": "off" } },
);
