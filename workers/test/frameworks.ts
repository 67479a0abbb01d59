import type { Actions } from './actions.generated.ts';
import { readJestJson } from './jest-json.ts';
import { readJunit } from './junit.ts';
import type { Results } from './report.ts';
import { readCargo, readGo, readTap } from './text-reports.ts';

export type FrameworkName = Actions['run']['output']['framework'];

export type Framework = {
  program: string;
  /** As the manifest's need says it too. */
  args(files: string[], filter: string | undefined): string[];
  /** Finds the report in what the program printed; undefined if there is none. */
  read(output: string, filter: string | undefined): Results | undefined;
  /** The code it ends with when it found no test. */
  codeOfNone?: number;
  /** Names of files with tests. */
  files: RegExp;
};

const given = (filter: string | undefined, option: string): string[] => (filter === undefined ? [] : [option + filter]);
const apart = (filter: string | undefined, option: string): string[] => (filter === undefined ? [] : [option, filter]);

/** Programs print what they like before and after the report. */
function between(output: string, begin: string, end: string, read: (text: string) => Results): Results | undefined {
  const from = output.lastIndexOf(begin);
  const to = output.lastIndexOf(end);
  return from === -1 || to < from ? undefined : read(output.slice(from, to + end.length));
}

/** pytest writes its report into a file only, and what stands in the place of its output is no file to every system. */
export const pytest =
  "import os,sys,tempfile,pytest;d=tempfile.mkdtemp();f=os.path.join(d,'report.xml');" +
  "c=pytest.main(['-q','-p','no:cacheprovider','-o','junit_family=xunit1','--junitxml='+f]+sys.argv[1:]);" +
  "print(open(f,encoding='utf-8').read() if os.path.exists(f) else '');" +
  'os.path.exists(f) and os.remove(f);os.rmdir(d);sys.exit(c)';

const scripts = /(^|\/)(__tests__\/.*|[^/]*\.(test|spec))\.[cm]?[jt]sx?$/;

export const frameworks: Record<FrameworkName, Framework> = {
  vitest: {
    program: 'node',
    args: (files, filter) => [
      ...['node_modules/vitest/vitest.mjs', 'run', '--reporter=tap-flat'],
      ...given(filter, '--testNamePattern='),
      ...files,
    ],
    read: (output) => (/^TAP version/m.test(output) ? readTap(output) : undefined),
    files: scripts,
  },
  jest: {
    program: 'node',
    args: (files, filter) => [
      ...['node_modules/jest/bin/jest.js', '--json', '--testLocationInResults'],
      ...given(filter, '--testNamePattern='),
      ...files,
    ],
    read: (output) => between(output, '{"num', '}', readJestJson),
    files: scripts,
  },
  node: {
    program: 'node',
    args: (files, filter) => ['--test', '--test-reporter=junit', ...given(filter, '--test-name-pattern='), ...files],
    // Of files without a test of that name node says that they passed.
    read: (output, filter) =>
      between(output, '<?xml version=', '</testsuites>', (text) =>
        readJunit(text, { withFiles: filter === undefined }),
      ),
    files: /(^|\/)(test\/.*|test(-[^/]*)?|[^/]*[.\-_]test)\.[cm]?[jt]s$/,
  },
  pytest: {
    program: 'python3',
    args: (files, filter) => ['-c', pytest, ...apart(filter, '-k'), ...files],
    read: (output) => between(output, '<?xml version=', '</testsuites>', (text) => readJunit(text)),
    codeOfNone: 5,
    files: /(^|\/)(test_[^/]*|[^/]*_test)\.py$/,
  },
  cargo: {
    program: 'cargo',
    args: (_files, filter) => ['test', '--no-fail-fast', '--color=never', ...(filter === undefined ? [] : [filter])],
    read: (output) => (/^running \d+ tests?$/m.test(output) ? readCargo(output) : undefined),
    files: /(^|\/)(tests\/.*|src\/.*)\.rs$/,
  },
  go: {
    program: 'go',
    args: (files, filter) => ['test', '-json', ...apart(filter, '-run'), ...(files.length > 0 ? files : ['./...'])],
    read: (output) => (output.includes('{"') ? readGo(output) : undefined),
    files: /_test\.go$/,
  },
};
