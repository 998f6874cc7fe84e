// @ts-check
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Libs that decide: no clock, no chance, no I/O, no exceptions (law 1; ARCHITECTURE 4). */
const PURE_LIBS = ['calendar', 'vocabulary', 'policy', 'scoring', 'adjudication', 'clearing', 'casework'];

/** A default export has no name to search for. */
const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name.',
};

const pureSyntax = [
  noDefaultExport,
  { selector: 'ThrowStatement', message: 'A pure lib answers every input with a value; it never throws.' },
  { selector: ':function[async=true]', message: 'A pure lib does no I/O, so nothing in it waits.' },
  { selector: 'AwaitExpression', message: 'A pure lib does no I/O, so nothing in it waits.' },
  { selector: 'ForOfStatement[await=true]', message: 'A pure lib does no I/O, so nothing in it waits.' },
  {
    selector: 'NewExpression[callee.name="Promise"]',
    message: 'A pure lib does no I/O, so nothing in it waits.',
  },
  { selector: 'ImportExpression', message: 'A pure lib loads nothing at run time.' },
];

const impureGlobals = [
  ['Date', 'Use Instant and Day of the calendar; the moment of asking is an argument.'],
  ['Intl', 'Its answers depend on the machine; use the calendar.'],
  ...[
    'process',
    'console',
    'globalThis',
    'global',
    'require',
    'module',
    'Buffer',
    'performance',
    'crypto',
    'fetch',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
  ].map((name) => [name, 'A pure lib knows no machine it runs on.']),
].map(([name, message]) => ({ name, message }));

export default tseslint.config(
  { ignores: ['**/node_modules/', 'dist/', 'dist.*/', 'coverage/', '.gatekeeper/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest types its options as classes and takes object literals for them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-explicit-any': ['error', { fixToUnknown: false, ignoreRestArgs: false }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        {
          requireDefaultForNonUnion: true,
          considerDefaultExhaustiveForUnions: false,
          allowDefaultCaseForExhaustiveSwitch: false,
        },
      ],
      // Numbers may chain comparisons (`byCode(a, b) || byDay(a, b)`); texts and unknowns are compared, never just tested.
      '@typescript-eslint/strict-boolean-expressions': ['error', { allowString: false }],
      // Generics tie a name to its value; the rule counts uses and sees only one.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
      // Numbers print alike everywhere; anything else in a template is a mistake.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `(row) => void sink.push(row)` and `() => counter.inc()` hide nothing.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true },
      ],
      // A Nest module is a class whose decorator says everything.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_$', destructuredArrayIgnorePattern: '^_' },
      ],
      'no-restricted-syntax': ['error', noDefaultExport],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-param-reassign': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: [`libs/{${PURE_LIBS.join(',')}}/**/*.ts`],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-syntax': ['error', ...pureSyntax],
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'The same arguments give the same answer.' },
        { property: 'toLocaleString', message: 'Its answer depends on the machine.' },
        { property: 'localeCompare', message: 'Its answer depends on the machine; compare by code units.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(?!\\./|\\.\\./|@gatekeeper/)', message: 'A pure lib imports pure libs only.' },
          ],
        },
      ],
    },
  },
  {
    // Which lib may be imported where is read by test/architecture; here only that a lib is entered by its index.
    files: ['{apps,libs,test,deploy}/**/*.ts'],
    ignores: [`libs/{${PURE_LIBS.join(',')}}/*.ts`, `libs/{${PURE_LIBS.join(',')}}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@gatekeeper/[^/]+/|/libs/(?!.*/testing/)',
              message: "A lib's index is its only door.",
            },
          ],
        },
      ],
    },
  },
  {
    // What is asked of a test is that it asserts a result; partial values and odd inputs are its trade.
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/strict-boolean-expressions': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    // Plain JavaScript is typed by its JSDoc and checked by `tsc -p deploy/local/jsconfig.json`.
    files: ['**/*.{js,mjs,cjs}'],
    rules: {
      'no-undef': 'off',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
    },
  },
);
