import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  { ignores: ['node_modules/**', '../src/**'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers in templates are what labels are made of.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Handlers call what returns nothing, in short form.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An error of our own client is typed where it is caught.
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-restricted-properties': ['error', { property: 'innerHTML', message: 'Texts come from outside: render them as text.' }, { property: 'outerHTML' }],
      'no-eval': 'error',
    },
  },
);
