import { expect, test } from 'vitest';
import { latePackages, lateRequires, lateStreams, unwrapBuiltins } from './start-code.ts';

test('imports of Node are read from the process, line by line, and nothing else is touched', () => {
  const code = [
    'import { a } from "./a.js";',
    'import { join, sep as separator } from "node:path";',
    'import fs$1, { readFileSync } from "node:fs";',
    'import * as util from "node:util";',
    'import "node:zlib";',
    'import https from "node:https";',
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
    'const https = new Proxy(() => {}, { get: (_, part) => process.getBuiltinModule("node:https")[part], apply: (_, __, given) => process.getBuiltinModule("node:https")(...given) });',
    'const createGzip = (...given) => process.getBuiltinModule("node:zlib").createGzip(...given), open = (...given) => process.getBuiltinModule("node:zlib").gunzipSync(...given);',
    ...code.slice(7),
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

test('what a package asks Node for is loaded when something of it is looked at', () => {
  const code = lateRequires('return [__require("zlib"), __require("node:assert"), __require("stream")];');
  const asked: string[] = [];
  const assert = Object.assign((value: unknown) => value, { equal: () => 'equal' });
  const read = (name: string) => (asked.push(name), name === 'node:zlib' ? { gzip: () => 'packed' } : assert);
  // oxlint-disable-next-line typescript/no-implied-eval -- it is code that is tested
  const [zlib, late, stream] = new Function('process', '__require', code)(
    { getBuiltinModule: read },
    (name: string) => name,
  ) as [{ gzip: () => string }, typeof assert, string];
  expect([stream, asked]).toEqual(['stream', []]);
  expect([zlib.gzip(), late(7), late.equal()]).toEqual(['packed', 7, 'equal']);
  expect(asked).toEqual(['node:zlib', 'node:assert', 'node:assert']);
});

test('a class made from a stream of the web is one with its first object', async () => {
  const code = lateStreams('const Doubled = class extends TransformStream { constructor() { super(doubling); } }');
  const doubling: Transformer<number, number> = { transform: (value, controller) => controller.enqueue(value * 2) };
  // oxlint-disable-next-line typescript/no-implied-eval -- it is code that is tested
  const Doubled = new Function('doubling', `${code}\nreturn Doubled;`)(doubling) as new () => TransformStream<
    number,
    number
  >;
  expect(Doubled.prototype).not.toBeInstanceOf(TransformStream);
  const made = new Doubled();
  expect(made).toBeInstanceOf(Doubled);
  expect(made).toBeInstanceOf(TransformStream);
  void made.writable.getWriter().write(2);
  expect(await made.readable.getReader().read()).toEqual({ value: 4, done: false });
  expect(lateStreams('class Other {}')).toBe('class Other {}');
});
