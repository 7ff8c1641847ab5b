import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Modules that open sockets to the outside. Only server/src/outbound may use them (architecture: "the only outgoing socket"). */
const socketModules = ['undici', 'node:net', 'node:tls', 'node:http', 'node:https', 'node:http2', 'node:dgram'];

export default defineConfig(
  globalIgnores([
    '**/dist/**',
    'console/.dist-*/**',
    'sdk/src/api-types.ts',
    'console/src/api/operations.ts',
    '**/node_modules/**',
    'data/**',
    '.cache/**',
    // Packages of their own, which need not be installed here: each checks itself (connectors/check.ts).
    'connectors/{zapier,make,n8n,node-red}/**',
  ]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['server/src/**/*.ts', 'language/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only server/src/config.ts reads the environment.' },
      ],
    },
  },
  { files: ['server/src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  // A browser's globals; the compiler knows them (their own tsconfig.json).
  { files: ['server/docs-page/**', 'console/src/**'], rules: { 'no-undef': 'off' } },
  {
    files: ['console/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': { rules: reactHooks.rules } },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // An event handler that starts something says so with `void`; a form is sent by its function.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ['console/src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts'],
    rules: {
      'max-lines': ['error', 400],
      // A component's markup counts as its code.
      'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['server/src/**/*.ts'],
    // accept-tls.ts opens none, it takes what comes in; sockets.ts only makes those by which node-postgres goes to the database.
    ignores: [
      'server/src/outbound/**',
      'server/src/start/accept-tls.ts',
      'server/src/database/sockets.ts',
      '**/*.test.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: socketModules.map((name) => ({
            name,
            allowTypeImports: true,
            message: 'Outgoing sockets belong in server/src/outbound (send-request.ts).',
          })),
        },
      ],
    },
  },
  {
    files: [
      '**/*.test.ts',
      'server/test/**',
      'bench/**',
      'examples/**',
      'connectors/*.ts',
      'sdk/scripts/**',
      'sdk/examples/**',
      'test/**',
      'server/scripts/**',
      'server/src/cli/**',
      'console/scripts/**',
      'console/test/**',
    ],
    rules: { 'no-console': 'off', 'max-lines-per-function': 'off' },
  },
);
