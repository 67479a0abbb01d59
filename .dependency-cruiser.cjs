// Who may import whom; the picture is in ARCHITECTURE.md. tests/architecture.test.ts proves that these rules bite.

const { Visitor } = require('@swc/core/Visitor.js');

// dependency-cruiser walks swc's tree with a visitor that knows every statement but this one.
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function (statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  statement.decls = this.visitVariableDeclarators(statement.decls);
  return statement;
};

const entryPoints = [
  '^src/main/electron/(main|start)\\.ts$',
  '^src/main/headless/main\\.ts$',
  '^src/main/workers/hosts/[^/]+/(child|thread)\\.ts$',
  '^src/preload/preload\\.ts$',
  '^src/renderer/(gallery/)?main\\.tsx$',
];
const tests = '\\.test\\.tsx?$';
// Real implementations for tests, kept beside the interface they implement.
const fakes = '/fake-[^/]*\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'contract-runs-anywhere',
      comment: 'The contract imports zod, @orpc/contract and the words people read, and nothing else.',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: tests },
      to: { pathNot: ['^src/(contract|words)/', '(^|/)node_modules/(zod|@orpc/contract)/'] },
    },
    {
      name: 'words-run-anywhere',
      comment: 'Texts are said in the page and outside of it alike, so what says them imports nothing.',
      severity: 'error',
      from: { path: '^src/words/', pathNot: tests },
      to: { pathNot: '^src/words/' },
    },
    {
      name: 'shared-document-runs-anywhere',
      comment: 'What engine and page merge in the same way imports the contract, Yjs and nothing of either.',
      severity: 'error',
      from: { path: '^src/shared-document/', pathNot: tests },
      to: { pathNot: ['^src/(shared-document|contract)/', '(^|/)node_modules/(yjs|fractional-indexing)/'] },
    },
    {
      name: 'worker-kit-stands-alone',
      comment: 'The kit is handed to every tier, so it imports nothing; its fakes are for tests.',
      severity: 'error',
      from: { path: '^src/worker-kit/', pathNot: [tests, '^src/worker-kit/fake-'] },
      to: { pathNot: '^src/worker-kit/' },
    },
    {
      name: 'worker-sees-only-the-kit',
      comment:
        'A worker imports the worker kit, itself and npm packages: never the engine, another worker or the contract.',
      severity: 'error',
      from: { path: '^workers/([^/]+)/' },
      to: { path: '^(src|workers)/', pathNot: ['^src/worker-kit/(index|fake-context)\\.ts$', '^workers/$1/'] },
    },
    {
      name: 'renderer-sees-only-the-contract',
      comment: 'The page reaches the engine through the contract; what both of them merge is theirs in common.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^(src|workers)/', pathNot: '^src/(renderer|contract|shared-document|words)/' },
    },
    {
      name: 'gallery-shows-only-parts',
      comment: 'The component page shows src/renderer/ui; it needs no engine, so it knows no feature.',
      severity: 'error',
      from: { path: '^src/renderer/gallery/' },
      to: { path: '^src/', pathNot: '^src/(renderer/(gallery|ui)|words)/' },
    },
    {
      name: 'nothing-ships-the-gallery',
      comment: 'The component page is for who builds Heron; the app does not carry it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/renderer/gallery/' },
      to: { path: '^src/renderer/gallery/' },
    },
    {
      name: 'renderer-is-not-node',
      comment: 'The page has no Node.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-is-not-the-page',
      comment: 'The engine imports neither the page nor the preload script.',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^src/(renderer|preload)/' },
    },
    {
      name: 'engine-loads-no-worker',
      comment: "Worker code runs in hosts, never in the engine's process.",
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: '^workers/' },
    },
    {
      name: 'base-knows-no-domain',
      comment:
        'src/main/base imports the contract, itself, and what workers and engine must both know: words, what a line is.',
      severity: 'error',
      from: { path: '^src/main/base/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(main/base/|contract/|worker-kit/(closed-git-words|whole-lines)\\.ts$)' },
    },
    {
      name: 'orchestrator-knows-no-feature',
      comment: 'The orchestrator is handed what it needs; it imports base and the contract.',
      severity: 'error',
      from: { path: '^src/main/orchestrator/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(main/(orchestrator|base)|contract)/' },
    },
    {
      name: 'features-do-not-know-each-other',
      comment: 'A feature that needs another is handed a function by engine.ts.',
      severity: 'error',
      from: { path: '^src/main/features/([^/]+)/', pathNot: tests },
      to: { path: '^src/main/features/', pathNot: '^src/main/features/$1/' },
    },
    {
      name: 'engine-is-not-electron',
      comment: 'Only src/main/electron and the preload script import electron.',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: '^src/(main/electron|preload)/' },
      to: { path: '(^|/)node_modules/electron/|^electron(/|$)' },
    },
    {
      name: 'programs-are-not-parts',
      comment: 'main/electron and main/headless are programs around the engine; the engine does not import them.',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: ['^src/main/(electron|headless)/'] },
      to: { path: '^src/main/(electron|headless)/' },
    },
    {
      name: 'headless-is-not-electron',
      comment: 'The two programs share the engine, not each other.',
      severity: 'error',
      from: { path: '^src/main/headless/' },
      to: { path: '^src/main/electron/' },
    },
    {
      name: 'entry-points-are-started',
      comment: 'An entry point is started as a program, never imported.',
      severity: 'error',
      from: {},
      to: { path: entryPoints },
    },
    {
      name: 'source-knows-no-test',
      comment: 'Shipped code imports no test, no fake and nothing of tests/ or scripts/.',
      severity: 'error',
      from: { path: '^(src|workers)/', pathNot: [tests, fakes] },
      to: { path: [tests, fakes, '^(tests|scripts)/'] },
    },
    {
      name: 'no-cycles',
      comment: 'No file reaches itself again, not even by types.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-import-resolves',
      comment: 'An import that leads nowhere is checked by no rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '/fixtures/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
