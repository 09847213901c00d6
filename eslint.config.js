import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import hooks from 'eslint-plugin-react-hooks'

// Few rules, all errors. A message says which door to use instead.
export default defineConfig(
  { ignores: ['node_modules', 'dist', '.cache', 'web/api/generated'] },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 420, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unused-vars': 'off', // the compiler says it already
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Read settings from src/config.ts, the only reader of the environment.',
        },
        {
          object: 'crypto',
          property: 'randomUUID',
          message: 'Ids are UUIDv7: use newId() of src/platform/ids.ts (web: newId of web/app/ids.ts).',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', '**/*.test.ts'],
    rules: { 'max-lines': ['error', { max: 600 }], 'no-restricted-properties': 'off' },
  },
  {
    files: ['scripts/**', 'src/cli/**', 'src/config.ts', 'bench/**', 'test/support/**'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
  { files: ['web/**/*.{ts,tsx}'], ...hooks.configs.flat.recommended },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
)
