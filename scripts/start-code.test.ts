import { expect, test } from 'vitest';
import { latePackages, unwrapBuiltins } from './start-code.ts';

test('imports of Node are read from the process, line by line, and nothing else is touched', () => {
  const code = [
    'import { a } from "./a.js";',
    'import { join, sep as separator } from "node:path";',
    'import fs$1, { readFileSync } from "node:fs";',
    'import * as util from "node:util";',
    'import "node:zlib";',
    'import { createGzip, gunzipSync as open } from "node:zlib";',
    'import { app } from "electron";',
    '//#region src/x.ts',
    'const text = `',
    'import { request } from "node:http";',
    '`;',
  ];
  expect(unwrapBuiltins(code.join('\n')).split('\n')).toEqual([
    code[0],
    'const { join, sep: separator } = process.getBuiltinModule("node:path");',
    'const fs$1 = process.getBuiltinModule("node:fs"), { readFileSync } = process.getBuiltinModule("node:fs");',
    'const util = process.getBuiltinModule("node:util");',
    'process.getBuiltinModule("node:zlib");',
    'const createGzip = (...given) => process.getBuiltinModule("node:zlib").createGzip(...given), open = (...given) => process.getBuiltinModule("node:zlib").gunzipSync(...given);',
    ...code.slice(6),
  ]);
});

test('a package that is written as CommonJS runs when something of it is first used', () => {
  const runs: string[] = [];
  const code = 'var import_a = /* @__PURE__ */ __toESM(require_a(), 1);';
  const made = latePackages(`${code}\nreturn import_a;`);
  expect(made.split('\n')).toHaveLength(2);
  // oxlint-disable-next-line typescript/no-implied-eval -- it is code that is tested
  const late = new Function('__toESM', 'require_a', made)(
    (exports: object) => exports,
    () => (runs.push('a'), { default: () => 42, other: 7 }),
  ) as { default: () => number; other: number };
  expect(runs).toEqual([]);
  expect([late.default(), late.other]).toEqual([42, 7]);
  expect(runs).toEqual(['a']);
});
