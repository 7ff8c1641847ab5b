import { defineConfig, globalIgnores } from 'eslint/config';
import root from '../../eslint.config.ts';

/** The rules of the repository; its own ESLint leaves this folder out, because the packages are not installed where it runs. */
export default defineConfig(
  globalIgnores(['eslint.config.ts']),
  root,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['test', 'describe'], package: 'node:test' }] },
      ],
    },
  },
);
