import { blobMethods } from './blobs.ts';
import { browserMethods } from './browser.ts';
import { codeMethods } from './code.ts';
import { filesListMethods } from './files-list.ts';
import { filesReadMethods } from './files-read.ts';
import { filesSearchMethods } from './files-search.ts';
import { filesWriteMethods } from './files-write.ts';
import { mcpMethods } from './mcp.ts';
import type { Method } from './method.ts';
import { netMethods } from './net.ts';
import { processMethods } from './processes.ts';
import { queryMethods } from './queries.ts';
import { remoteMethods } from './remotes.ts';
import { secretMethods } from './secrets/secret-methods.ts';
import { shellMethods } from './shell.ts';
import { socketMethods } from './sockets.ts';
import { speechMethods } from './speech.ts';

/** Everything worker code may ask for, by name. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [
    ...filesReadMethods,
    ...filesSearchMethods,
    ...filesListMethods,
    ...filesWriteMethods,
    ...blobMethods,
    ...netMethods,
    ...socketMethods,
    ...secretMethods,
    ...shellMethods,
    ...processMethods,
    ...codeMethods,
    ...speechMethods,
    ...queryMethods,
    ...remoteMethods,
    ...mcpMethods,
    ...browserMethods,
  ].map((method) => [method.name, method]),
);
