import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { discover, run, report } = worker.actions;
const root = dirname(dirname(import.meta.dirname));
const isThere = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-test-')));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const programs = ['node', 'python3', 'cargo', 'go'];
const allowed = (): FakeContext => fakeContext({ allow: { read: [folder], programs } });
const chosen = { files: [], timeoutSeconds: 120 };
const ran = (more: Partial<Parameters<typeof run>[0]> = {}, context = allowed()) =>
  run({ path: folder, ...chosen, ...more }, context);

const nodeTests = `import { test } from 'node:test';
import assert from 'node:assert';
test('adds', () => assert.equal(1 + 1, 2));
test('breaks "it" & more', () => {
  assert.equal(1, 2, 'one is not two');
});
test('later', { skip: true }, () => {});
`;

describe('run', () => {
  test('node:test, red and green, all of it and a part [W-04]', async () => {
    write({ 'package.json': '{"type":"module","scripts":{"test":"node --test"}}', 'a.test.js': nodeTests });
    const output = await ran();
    expect(output).toMatchObject({ framework: 'node', status: 'failed', passed: 1, failed: 1, skipped: 1 });
    expect(output.failures).toMatchObject([{ name: 'breaks "it" & more', file: 'a.test.js', line: 5 }]);
    expect(output.failures[0]?.message).toContain('one is not two');
    expect(await ran({ filter: 'adds', files: ['a.test.js'] })).toMatchObject({
      status: 'passed',
      passed: 1,
      failed: 0,
    });
  });

  const jest = process.env['HERON_JEST'];
  test.skipIf(jest === undefined)(
    'Jest, red and green (skipped where npm test could not install it) [W-04]',
    async () => {
      symlinkSync(join(jest ?? '', 'node_modules'), join(folder, 'node_modules'));
      write({
        'package.json': '{"devDependencies":{"jest":"*"}}',
        'a.test.js': `describe('sums', () => {
  test('adds', () => expect(1 + 1).toBe(2));
  test('fails', () => {
    console.log('{"numbers": 1}');
    expect(1).toBe(2);
  });
  test['skip']('later', () => {});
});
`,
        'b.test.js': `require('./gone.js');`,
      });
      const output = await ran();
      expect(output).toMatchObject({ framework: 'jest', status: 'failed', passed: 1, skipped: 1 });
      expect(output.failures.map(({ file }) => file)).toEqual(expect.arrayContaining(['a.test.js', 'b.test.js']));
      expect(output.failures.find(({ file }) => file === 'a.test.js')).toMatchObject({ name: 'sums fails', line: 5 });
      const green = await ran({ filter: 'adds', files: ['a.test.js'] });
      expect(green).toMatchObject({ status: 'passed', passed: 1, failed: 0 });
    },
  );

  test('Vitest [W-04]', async () => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    write({
      'package.json': '{"type":"module","devDependencies":{"vitest":"*"}}',
      'src/a.test.ts': `import { describe, expect, test } from 'vitest';
describe('sums', () => {
  test('adds', () => expect(1 + 1).toBe(2));
  test('fails', () => {
    console.log('{"numbers": 1}');
    expect(1).toBe(2);
  });
  test('later', { skip: true }, () => {});
});
`,
      'src/b.test.ts': `import './gone.ts';`,
    });
    const output = await ran();
    expect(output).toMatchObject({ framework: 'vitest', status: 'failed', passed: 1, failed: 2, skipped: 1 });
    expect(output.failures).toMatchObject([
      { name: 'src/a.test.ts > sums > fails', file: 'src/a.test.ts', line: 6 },
      { name: 'src/b.test.ts', file: 'src/b.test.ts', line: 1 },
    ]);
    expect(await ran({ filter: 'adds', files: ['src/a.test.ts'] })).toMatchObject({ status: 'passed', passed: 1 });
  });

  test.skipIf(!isThere('python3', '-m', 'pytest', '--version'))('pytest (skipped without pytest) [W-04]', async () => {
    write({
      'test_a.py':
        'import pytest\n\ndef test_ok(): pass\n\ndef test_bad():\n    print("<?xml")\n    x = 1\n    assert x == 2\n\n@pytest.mark.skip\ndef test_later(): pass\n',
    });
    const output = await ran();
    expect(output).toMatchObject({ framework: 'pytest', status: 'failed', passed: 1, failed: 1, skipped: 1 });
    expect(output.failures).toMatchObject([{ name: 'test_a › test_bad', file: 'test_a.py', line: 8 }]);
    expect(output.failures[0]?.message).toMatch(/assert 1 == 2/);
    expect(await ran({ filter: 'ok' })).toMatchObject({ status: 'passed', passed: 1 });
  });

  test.skipIf(!isThere('cargo', '--version'))('cargo (skipped without cargo) [W-04]', async () => {
    write({
      'Cargo.toml': '[package]\nname = "a"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/lib.rs':
        '#[cfg(test)]\nmod tests {\n    #[test]\n    fn good() {}\n    #[test]\n    fn bad() {\n        assert_eq!(1, 2, "not equal");\n    }\n    #[test]\n    #[ignore]\n    fn later() {}\n}\n',
    });
    const output = await ran();
    expect(output).toMatchObject({ framework: 'cargo', status: 'failed', passed: 1, failed: 1, skipped: 1 });
    expect(output.failures).toMatchObject([{ name: 'tests::bad', file: 'src/lib.rs', line: 7 }]);
    await expect(ran({ files: ['src/lib.rs'] })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test.skipIf(!isThere('go', 'version'))('go (skipped without go) [W-04]', async () => {
    write({
      'go.mod': 'module a\n\ngo 1.19\n',
      'a_test.go':
        'package a\n\nimport "testing"\n\nfunc TestGood(t *testing.T) {}\n\nfunc TestBad(t *testing.T) {\n\tt.Error("one is not two")\n}\n',
    });
    const output = await ran();
    expect(output).toMatchObject({ framework: 'go', status: 'failed', passed: 1, failed: 1 });
    expect(output.failures).toMatchObject([{ name: 'TestBad', file: 'a_test.go', line: 8 }]);
  });

  test('a filter that fits nothing is no success [W-04]', async () => {
    write({ 'package.json': '{"type":"module","scripts":{"test":"node --test"}}', 'a.test.js': nodeTests });
    expect(await ran({ filter: 'no such' })).toMatchObject({ status: 'none', passed: 0, failed: 0 });
  });

  test('a run of Vitest that ends with an error outside of its tests has failed [W-04]', async () => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    write({
      'package.json': '{"type":"module","devDependencies":{"vitest":"*"}}',
      'a.test.ts': `import { test } from 'vitest';
test('adds', async () => {
  setTimeout(() => void Promise.reject(new Error('nobody hears')), 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
});
`,
    });
    const output = await ran();
    expect(output).toMatchObject({ status: 'failed', passed: 1, failed: 1 });
    expect(output.failures).toMatchObject([{ name: 'vitest ended with code 1', file: null }]);
  });

  test.skipIf(!isThere('python3', '-m', 'pytest', '--version'))(
    'pytest without a hit, and with an error of its own (skipped without pytest) [W-04]',
    async () => {
      write({ 'test_a.py': 'def test_ok(): pass\n' });
      expect(await ran({ framework: 'pytest', filter: 'nosuch' })).toMatchObject({ status: 'none', failed: 0 });
      write({ 'conftest.py': 'def pytest_sessionfinish(session): session.exitstatus = 3\n' });
      expect(await ran({ framework: 'pytest' })).toMatchObject({
        ...{ status: 'failed', passed: 1, failed: 1 },
        failures: [{ name: 'pytest ended with code 3' }],
      });
    },
  );

  test.skipIf(!isThere('cargo', '--version'))(
    'a test of cargo that aborts has failed (skipped without cargo) [W-04]',
    async () => {
      write({
        'Cargo.toml': '[package]\nname = "a"\nversion = "0.1.0"\nedition = "2021"\n',
        'src/lib.rs': '#[cfg(test)]\nmod tests {\n    #[test]\n    fn bad() { std::process::abort(); }\n}\n',
      });
      const output = await ran();
      expect(output).toMatchObject({ status: 'failed', passed: 0, failed: 1 });
      expect(output.failures[0]).toMatchObject({ name: 'cargo ended with code 101' });
      expect(output.failures[0]?.message).toContain('SIGABRT');
    },
  );

  test.skipIf(jest === undefined)(
    'a run of Jest that misses its coverage has failed (skipped where npm test could not install it) [W-04]',
    async () => {
      symlinkSync(join(jest ?? '', 'node_modules'), join(folder, 'node_modules'));
      write({
        'package.json':
          '{"devDependencies":{"jest":"*"},"jest":{"collectCoverage":true,"coverageThreshold":{"global":{"lines":100}}}}',
        'a.js': 'exports.a = () => 1;\nexports.b = () => {\n  return 2;\n};\n',
        'a.test.js': `const { a } = require('./a.js');\ntest('adds', () => expect(a()).toBe(1));\n`,
      });
      const output = await ran();
      expect(output).toMatchObject({ status: 'failed', passed: 1, failed: 1 });
      expect(output.failures[0]?.message).toContain('coverage threshold');
      expect(await ran({ filter: 'nosuch' })).not.toMatchObject({ status: 'passed' });
    },
  );

  test('tests that cannot be run, run too long, or are stopped', async () => {
    write({ 'package.json': '{"devDependencies":{"jest":"*"}}' });
    await expect(ran()).rejects.toThrow(/could not be run with jest: /);
    write({
      'package.json': '{"type":"module"}',
      'a.test.js': `import { test } from 'node:test'; test('x', () => new Promise(() => setInterval(() => {}, 100)));`,
    });
    await expect(ran({ timeoutSeconds: 1 })).rejects.toMatchObject({ code: 'limit-exceeded' });
    const context = allowed();
    setTimeout(() => context.abort(), 300);
    await expect(ran({}, context)).rejects.toThrow(/stopped by the test/);
  });

  test.each([{ files: ['--import=evil'] }, { files: ['../other'] }, { files: ['/etc/x.js'] }, { filter: '--x' }])(
    '%j is refused before anything runs',
    async (more) => {
      await expect(ran({ framework: 'node', ...more }, fakeContext())).rejects.toMatchObject({ code: 'invalid-input' });
    },
  );

  test('a program that is not allowed is not started, and a folder without tests is named', async () => {
    write({ 'package.json': '{"scripts":{"test":"node --test"}}' });
    const call = ran({}, fakeContext({ allow: { read: [folder] } }));
    await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
    rmSync(join(folder, 'package.json'));
    await expect(ran()).rejects.toThrow(/says what it is tested with/);
    await expect(ran({}, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
  });
});

test('what a project is tested with is found without running it, and others’ code is left out [W-04]', async () => {
  write({
    'package.json': '{"devDependencies":{"vitest":"1","jest":"2"},"scripts":{"test":"node --test"}}',
    'pyproject.toml': '',
    'src/a.test.ts': '',
    'src/a.ts': '',
    'tests/test_b.py': '',
    'node_modules/c/c.test.js': '',
  });
  const output = await discover({ path: folder, limit: 1 }, allowed());
  expect(output).toMatchObject({ frameworks: ['vitest', 'jest', 'node', 'pytest'], total: 2 });
  expect(output.files).toHaveLength(1);
  write({ 'package.json': '{' });
  await expect(discover({ path: folder, limit: 1 }, allowed())).rejects.toMatchObject({ code: 'invalid-input' });
});

describe('report', () => {
  const read = async (text: string, format: 'auto' | 'tap' = 'auto') => {
    write({ report: text });
    return report({ path: join(folder, 'report'), format }, allowed());
  };

  test('TAP of node:test, whose suites are no tests', async () => {
    write({
      'a.test.js': `import { describe, test } from 'node:test';\nimport assert from 'node:assert';\ndescribe('s', () => {\n  test('ok', () => {});\n  test('bad', () => assert.ok(false));\n  test('later', { skip: true }, () => {});\n});\n`,
      'package.json': '{"type":"module"}',
    });
    const { NODE_TEST_CONTEXT: _inside, ...env } = process.env;
    const { stdout } = spawnSync('node', ['--test', '--test-reporter=tap', 'a.test.js'], {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
    const output = await read(stdout);
    expect(output).toMatchObject({ status: 'failed', passed: 1, failed: 1, skipped: 1 });
    expect(output.failures[0]).toMatchObject({ name: 'bad', line: 5 });
  });

  test('a report of ten thousand failures counts them all and gives the first', async () => {
    const cases = Array.from(
      { length: 10_000 },
      (_, at) => `<testcase classname="c" name="t${at}"><failure message="m"/></testcase>`,
    );
    const output = await read(`<testsuites time="1.5"><testsuite>${cases.join('')}</testsuite></testsuites>`);
    expect(output).toMatchObject({ failed: 10_000, durationMs: 1500 });
    expect(output.failures).toHaveLength(200);
  });

  test('a report of Jest 30 [W-04]', async () => {
    const output = await read(readFileSync(join(import.meta.dirname, 'fixtures/jest-30.json'), 'utf8'));
    expect(output).toMatchObject({ status: 'failed', passed: 1, failed: 1, skipped: 1 });
    expect(output.failures).toMatchObject([
      {
        name: 'birds breaks "it" & more',
        file: '/shop/a.test.js',
        line: 4,
        message: expect.stringMatching(/Expected: 2\s+Received: 1/) as string,
      },
    ]);
  });

  test('go’s report is read line by line', async () => {
    const { readGo } = await import('./text-reports.ts');
    const lines = [
      { Action: 'output', Package: 'a', Test: 'TestBad', Output: '    a_test.go:8: one is not two\n' },
      { Action: 'fail', Package: 'a', Test: 'TestBad', Elapsed: 0 },
      { Action: 'pass', Package: 'a', Test: 'TestGood' },
      { Action: 'fail', Package: 'a', Elapsed: 0.5 },
    ];
    expect(readGo(lines.map((line) => JSON.stringify(line)).join('\n'))).toMatchObject({
      ...{ passed: 1, failed: 1, durationMs: 500 },
      failures: [{ name: 'TestBad', file: 'a_test.go', line: 8 }],
    });
  });

  test('a report without a test that ran is no success [W-04]', async () => {
    expect(await read('<testsuites></testsuites>')).toMatchObject({ status: 'none' });
    expect(await read('TAP version 13\n1..1\nok 1 - a # SKIP\n', 'tap')).toMatchObject({ status: 'none', skipped: 1 });
  });

  test.each(['<testsuites><', '{"a":1}', '{'])('%s is refused with the reason', async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
