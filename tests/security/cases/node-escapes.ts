import { createServer as createSocketServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { expect } from 'vitest';
import { each, type Place } from '../case.ts';

const shared = { class: 'escape', tiers: ['node'], surroundings: 'both', ends: 'empty-handed' } as const;
const outside = ({ outside: folder }: Place): string => folder;
const addon = join(process.cwd(), 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');

const fs = (body: string): string => `async ({ value }) => { const fs = await import('node:fs'); ${body} }`;

/** Past Node's permission model, by the advisories of Node and by what reads and writes without asking it. */
const files = each(
  { ...shared, prepare: outside },
  {
    'reading the passwords': fs("return fs.readFileSync('/etc/passwd', 'utf8');"),
    'reading a file of the engine': fs("return fs.readFileSync(value + '/secret', 'utf8');"),
    'reading by a path of bytes (CVE-2023-39331)': fs(
      "return fs.readFileSync(Buffer.from(value + '/secret'), 'utf8');",
    ),
    'reading by an array of bytes (CVE-2023-32004)': fs(
      "return fs.readFileSync(new TextEncoder().encode(value + '/secret'), 'utf8');",
    ),
    'reading by two dots from its own folder': fs(
      "return fs.readFileSync(new URL('../../../../outside/secret', import.meta.url), 'utf8') + value;",
    ),
    'reading after a change of folder': fs("process.chdir('/'); return fs.readFileSync('etc/passwd', 'utf8');"),
    'reading its environment': fs("return fs.readFileSync('/proc/self/environ', 'utf8');"),
    'reading through the root of a process': fs("return fs.readFileSync('/proc/self/root/etc/passwd', 'utf8');"),
    'reading through an open file of a process': fs("return fs.readdirSync('/proc/self/fd');"),
    'reading the memory of its parent': fs("return fs.openSync('/proc/' + process.ppid + '/mem', 'r');"),
    'listing the root': fs("return fs.readdirSync('/');"),
    'listing a folder entry by entry': fs('return fs.opendirSync(value).readSync().name;'),
    'finding files by a pattern': fs(
      "const found = fs.globSync(value + '/*'); return found.length > 0 ? found : null;",
    ),
    'asking whether a file exists': fs("return fs.existsSync(value + '/secret') || null;"),
    'asking for the status of a file (CVE-2024-22018)': fs("return String(fs.lstatSync(value + '/secret').ino);"),
    'asking for the real path of a file': fs("return fs.realpathSync.native(value + '/secret');"),
    'asking for the disk': fs('return String(fs.statfsSync(value).blocks);'),
    'opening a file as a blob': fs("return await (await fs.openAsBlob(value + '/secret')).text();"),
    'watching a folder': fs('fs.watch(value, () => undefined); return "watching";'),
    'watching a file': fs(
      "return await new Promise((resolve) => { fs.watchFile(value + '/secret', { interval: 20 }, () => resolve('seen')); setTimeout(() => resolve(null), 200); });",
    ),
    'loading a file of variables': 'async ({ value }) => { process.loadEnvFile(value + "/.env"); return "loaded"; }',
    'the code of another worker': "async () => (await import('../witness/index.ts')).default",
    'the code of another worker by require':
      "async () => (await import('node:module')).createRequire(import.meta.url)('../witness/manifest.json')",
    'writing into its own folder': fs("fs.writeFileSync(new URL('./mark.txt', import.meta.url), 'x'); return value;"),
    'writing outside': fs("fs.writeFileSync(value + '/mark.txt', 'x'); return 'written';"),
    'making a temporary folder (CVE-2023-32003)': fs("return fs.mkdtempSync(value + '/');"),
    'making a link (CVE-2025-55130)': fs("fs.symlinkSync('/etc/passwd', value + '/link'); return 'linked';"),
    'making a link by a relative target': fs("fs.symlinkSync('../outside/secret', './link'); return 'linked';"),
    'making a hard link': fs("fs.linkSync(value + '/secret', value + '/twin'); return 'linked';"),
    copying: fs("fs.cpSync(value + '/secret', value + '/copy'); return 'copied';"),
    'changing times by an open file (CVE-2025-55132)': fs(
      "const file = fs.openSync(new URL('./index.ts', import.meta.url)); fs.futimesSync(file, 1, 1); return 'changed';",
    ),
    'changing rights by an open file (CVE-2024-36137)': fs(
      "const file = fs.openSync(new URL('./index.ts', import.meta.url)); fs.fchmodSync(file, 0o777); return 'changed';",
    ),
    'a database of node:sqlite':
      "async ({ value }) => { new (await import('node:sqlite')).DatabaseSync(value + '/mark.db'); return 'made'; }",
    'a database of the built-in module':
      "({ value }) => { new (process.getBuiltinModule('node:sqlite')).DatabaseSync(value + '/mark.db'); return 'made'; }",
    'a diagnostic report': "({ value }) => process.report.writeReport(value + '/mark.json')",
    'a diagnostic report of its crash': {
      isAlone: true,
      attempt: `({ value }) => {
        Object.assign(process.report, { reportOnUncaughtException: true, reportOnFatalError: true, directory: value, filename: 'mark.json' });
        setTimeout(() => { throw new Error('crash'); }, 5);
        return new Promise(() => undefined);
      }`,
    },
    'a heap snapshot': "async ({ value }) => (await import('node:v8')).writeHeapSnapshot(value + '/mark.heapsnapshot')",
    'a heap snapshot near the end of memory': {
      isAlone: true,
      attempt: `async () => { (await import('node:v8')).setHeapSnapshotNearHeapLimit(1); return 'set'; }`,
    },
    'a file of traces': `async () => {
      const traces = (await import('node:trace_events')).createTracing({ categories: ['node', 'v8'] });
      traces.enable();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return 'traced';
    }`,
    'a file of traces by a flag of V8 (--trace-turbo)': {
      isAlone: true,
      attempt: `async ({ value }) => {
        const v8 = await import('node:v8');
        v8.setFlagsFromString('--trace-turbo-path=' + value);
        v8.setFlagsFromString('--trace-turbo');
        const warm = (x) => x + 1;
        for (let i = 0; i < 3e6; i += 1) warm(i);
        return 'traced';
      }`,
    },
    'a file of code by a flag of V8 (--redirect-code-traces)': {
      isAlone: true,
      attempt: `({ value }) => {
        const v8 = process.getBuiltinModule('node:v8');
        v8.setFlagsFromString('--redirect-code-traces-to=' + value + '/mark.txt');
        v8.setFlagsFromString('--redirect-code-traces');
        v8.setFlagsFromString('--print-opt-code');
        const warm = (x) => x + 1;
        for (let i = 0; i < 3e6; i += 1) warm(i);
        return 'traced';
      }`,
    },
    'a log of V8 (--logfile)': {
      isAlone: true,
      attempt: `async ({ value }) => {
        const { setFlagsFromString } = (await import('node:module')).createRequire(import.meta.url)('v8');
        setFlagsFromString('--logfile=' + value + '/mark.log');
        setFlagsFromString('--log-all');
        return 'logged';
      }`,
    },
    'a cache of compiled code': `async ({ value }) => {
      const { status, directory } = (await import('node:module')).enableCompileCache(value + '/cache');
      return directory ?? null;
    }`,
    'coverage of its code': {
      isAlone: true,
      attempt: `async ({ value }) => {
        process.env.NODE_V8_COVERAGE = value;
        (await import('node:v8')).takeCoverage();
        return null;
      }`,
    },
    'the storage of the web': "() => { globalThis.localStorage.setItem('a', 'b'); return 'stored'; }",
    'the interface to the system of WebAssembly':
      "async () => { new (await import('node:wasi')).WASI({ version: 'preview1', preopens: { '/': '/' } }); return 'opened'; }",
  },
);

/** Native code, other processes, other threads. */
const processes = each(shared, {
  'a program': "async () => String((await import('node:child_process')).execFileSync('/bin/true'))",
  'a program by the loader of modules (CVE-2023-32002)':
    "async () => String((await import('node:module')).default._load('child_process').execFileSync('/bin/true'))",
  'a program by the constructor of a module (CVE-2023-32006)': `async () => {
    const { default: Module } = await import('node:module');
    return String(new Module('x').constructor.createRequire('/')('child_process').execFileSync('/bin/true'));
  }`,
  'a program by the main module (CVE-2023-30581)':
    "() => String(process.mainModule.__proto__.require('child_process').execFileSync('/bin/true'))",
  'a program from other code': `async () => {
    const vm = await import('node:vm');
    const load = vm.runInThisContext("() => import('node:child_process')", { importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
    return String((await load()).execFileSync('/bin/true'));
  }`,
  'a program in place of its own': "() => { process.execve('/bin/true', ['true'], {}); return 'replaced'; }",
  'a fork': "async () => { (await import('node:cluster')).default.fork(); return 'forked'; }",
  'a run of tests': `async () => {
    const { run } = await import('node:test');
    for await (const event of run({ files: ['/etc/passwd'], isolation: 'process' })) {
      if (event.type === 'test:fail') throw event.data.details.error;
    }
    return null;
  }`,
  'a thread':
    "async () => { new (await import('node:worker_threads')).Worker('1', { eval: true }); return 'started'; }",
  'a thread without limits (CVE-2025-23083)': `async () => {
    const channel = await import('node:diagnostics_channel');
    let found = null;
    channel.subscribe('worker_threads', ({ worker }) => { found = String(worker); });
    try { new (await import('node:worker_threads')).Worker('1', { eval: true }); } catch {}
    return found;
  }`,
  'hooks in a thread':
    "async () => { (await import('node:module')).register('data:text/javascript,'); return 'registered'; }",
  'an addon by require': {
    prepare: () => addon,
    attempt: "async ({ value }) => typeof (await import('node:module')).createRequire('/')(value)",
  },
  'an addon by process.dlopen': {
    prepare: () => addon,
    attempt:
      '({ value }) => { const module = { exports: {} }; process.dlopen(module, value); return Object.keys(module.exports); }',
  },
  'a library by node:ffi': `async () => {
    const { DynamicLibrary } = await import('node:ffi');
    return typeof new DynamicLibrary('libc.so.6').getFunction('getpid', { result: 'int32', parameters: [] });
  }`,
  'memory by node:ffi': "async () => String((await import('node:ffi')).getInt8(4096n))",
  'an engine of OpenSSL (CVE-2023-30586)':
    "async () => { (await import('node:crypto')).setEngine('/tmp/x.so'); return 'set'; }",
  'internal bindings (CVE-2023-32558)': "() => Object.keys(process.binding('fs'))",
  'linked bindings': "() => Object.keys(process._linkedBinding('fs'))",
  'the inspector': "async () => { (await import('node:inspector')).open(0); return 'open'; }",
  'a session of the inspector': `async () => {
    const session = new (await import('node:inspector')).Session();
    session.connect();
    return 'connected';
  }`,
  'the debugger of another process': '() => { process._debugProcess(process.ppid); return "debugging"; }',
  'a signal to its parent': '() => { process.kill(process.ppid, 0); return "sent"; }',
  'a signal to its parent by another name': '() => { process._kill(process.ppid, 0); return "sent"; }',
  'the priority of its parent':
    "async () => { (await import('node:os')).setPriority(process.ppid, 10); return 'set'; }",
  'the priority of its parent by require':
    "async () => { (await import('node:module')).createRequire('/')('os').setPriority(process.ppid, 10); return 'set'; }",
  'a channel to its parent':
    "() => (typeof process.send === 'undefined' && process.channel === undefined ? null : 'channel')",
  'permissions it gives itself': `() => {
    const before = ['fs.write', 'child', 'net', 'worker', 'addon', 'ffi', 'wasi', 'inspector'].filter((name) => process.permission.has(name));
    process.permission.has = () => true;
    return before.length > 0 ? before : null;
  }`,
  'the variables of the engine': `() => {
    const { TZ, PWD, ...others } = process.env;
    return Object.keys(others).length > 0 ? others : null;
  }`,
  'the folder of the engine': {
    prepare: () => process.cwd(),
    attempt: '({ value }) => (process.cwd() === value ? value : null)',
  },
  'a snapshot of the start': `async () => {
    (await import('node:v8')).startupSnapshot.setDeserializeMainFunction(() => undefined);
    return 'set';
  }`,
});

type Listening = { port: number; socket: string };

/** Somebody who waits for a connection, and for a datagram, and must not get any. */
async function listen(place: Place): Promise<Listening> {
  const server = await place.serve((_request, response) => response.end('reached'));
  const socket = join(place.folder, 'listening');
  let reached = 0;
  const local = createSocketServer(() => (reached += 1)).listen(socket);
  const datagrams = createSocket('udp4').on('message', () => (reached += 1));
  await new Promise<void>((resolve) => datagrams.bind(server.port, '127.0.0.1', resolve));
  place.onEnd(() => {
    expect(reached).toBe(0);
    expect(server.seen).toEqual([]);
    local.close();
    datagrams.close();
  });
  return { port: server.port, socket };
}

const settled = (on: string): string =>
  `new Promise((resolve, reject) => { it.on('${on}', () => resolve('${on}')); it.on('error', reject); setTimeout(() => resolve(null), 300); })`;

const network = each(
  { ...shared, prepare: listen },
  {
    'a request by fetch': "async ({ value }) => (await fetch('http://127.0.0.1:' + value.port)).status",
    'a request by http': `async ({ value }) => { const it = (await import('node:http')).get('http://127.0.0.1:' + value.port); return ${settled('response')}; }`,
    'a session of http2': `async ({ value }) => { const it = (await import('node:http2')).connect('http://127.0.0.1:' + value.port); return ${settled('connect')}; }`,
    'a connection': `async ({ value }) => { const it = (await import('node:net')).connect(value.port, '127.0.0.1'); return ${settled('connect')}; }`,
    'a connection by TLS': `async ({ value }) => { const it = (await import('node:tls')).connect(value.port, '127.0.0.1'); return ${settled('secureConnect')}; }`,
    'a connection to a socket in a folder (CVE-2026-21636)': `async ({ value }) => { const it = (await import('node:net')).connect({ path: value.socket }); return ${settled('connect')}; }`,
    'a WebSocket': `async ({ value }) => { const socket = new WebSocket('ws://127.0.0.1:' + value.port); return new Promise((resolve, reject) => { socket.onopen = () => resolve('open'); socket.onerror = () => reject(new Error('closed')); }); }`,
    'a datagram': `async ({ value }) => { const it = (await import('node:dgram')).createSocket('udp4'); it.send('x', value.port, '127.0.0.1'); return ${settled('listening')}; }`,
    'listening on a port': `async () => { const it = (await import('node:net')).createServer(); it.listen(0, '127.0.0.1'); return ${settled('listening')}; }`,
    'listening on a socket in a folder': `async ({ value }) => { const it = (await import('node:net')).createServer(); it.listen(value.socket + '.own'); return ${settled('listening')}; }`,
    'a name that carries a secret, looked up':
      "async () => (await import('node:dns/promises')).lookup('secret.example.com')",
    'a name that carries a secret, asked of its own server': {
      class: 'exfiltration',
      attempt: `async ({ value }) => {
        const resolver = new (await import('node:dns')).promises.Resolver({ timeout: 200, tries: 1 });
        resolver.setServers(['127.0.0.1:' + value.port]);
        return resolver.resolve4('secret.example.com');
      }`,
    },
    'a name that carries a secret, asked of any server': {
      class: 'exfiltration',
      attempt: `async ({ value }) => {
        const dns = await import('node:dns');
        dns.setServers(['127.0.0.1:' + value.port]);
        return dns.promises.resolveTxt('secret.example.com');
      }`,
    },
  },
);

/** Code and settings beside the worker that Node would take up. */
const settings = each(shared, {
  'a .npmrc, a .env and a package.json that set options of Node': {
    files: {
      '.npmrc': 'node-options=--allow-fs-write=*',
      '.env': 'NODE_OPTIONS=--allow-child-process',
      'package.json': '{ "type": "module", "imports": { "#out": "node:child_process" } }',
      'node.config.json': '{ "nodeOptions": { "allow-child-process": true } }',
    },
    attempt: "async () => String((await import('#out')).execFileSync('/bin/true'))",
  },
  'a package of its own that stands in for the kit': {
    files: {
      'node_modules/heron/worker-kit.js': 'export const stolen = true;',
      'node_modules/heron/package.json': '{}',
    },
    attempt: "async () => (await import('heron/worker-kit')).stolen ?? null",
  },
});

export const nodeEscapes = [...files, ...processes, ...network, ...settings];
