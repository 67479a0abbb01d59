import { expect, test } from 'vitest';
import { unwrapBuiltins } from './builtin-modules.ts';

test('imports of Node are read from the process, line by line, and nothing else is touched', () => {
  const code = [
    'import { a } from "./a.js";',
    'import { join, sep as separator } from "node:path";',
    'import fs$1, { readFileSync } from "node:fs";',
    'import * as util from "node:util";',
    'import "node:zlib";',
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
    ...code.slice(5),
  ]);
});
