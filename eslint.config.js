import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { plugin, set } from './tools/lint/bans.js';

/** Code that never runs in a run. */
const tests = ['**/*.test.ts', '**/*.long.ts', '**/*.case.ts', '**/*.bench.ts'];
const runtime = ['clock', 'math', 'locale', 'net', 'http', 'threads', 'processes'];

export default defineConfig(
  globalIgnores(['dist/', 'reports/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { location: 'anywhere' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },

  // What is banned where; tools/lint/bans.js says why, and what to use instead.
  { plugins: { brownout: plugin }, rules: set('error', 'random', 'zlib', 'only') },
  { files: ['{src,toxics,scenarios}/**/*.ts'], rules: set('error', 'world-kind', ...runtime) },
  { files: ['src/world/live/**'], rules: set('off', 'clock', 'math', 'net') },
  // A library's timers are the library's.
  { files: ['src/client/foreign/timers.ts'], rules: set('off', 'clock') },
  { files: ['src/{toxiproxy,app/live,cli}/**'], rules: set('off', 'http') },
  { files: ['src/execute/**'], rules: set('off', 'clock', 'threads', 'processes') },
  { files: ['src/cli/**'], rules: set('off', 'clock', 'processes') },
  { files: ['src/cli/unpredictable.ts'], rules: set('off', 'random') },
  { files: ['src/{world,report,cli}/**'], rules: set('off', 'world-kind') },
  // Runs in the reader's browser, never in a run.
  { files: ['src/report/browser/**'], rules: set('off', 'clock', 'locale', 'math') },
  { files: tests, rules: set('off', ...runtime) },
);
