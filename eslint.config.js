// What ESLint recommends, for the scripts of the dashboard's components and their tests.
import js from "@eslint/js";
import globals from "globals";

export default [
  // Both hold packages of others; .venv is a link in some checkouts.
  { ignores: [".venv", "node_modules"] },
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["dashboard/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/**/*.js"], languageOptions: { globals: globals.node } },
  { rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error" } },
];
