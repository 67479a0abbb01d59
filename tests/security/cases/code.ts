import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Json } from '../../../src/contract/json.ts';
import { findBubblewrap } from '../../../src/main/workers/hosts/machine/sandbox.ts';
import { findPython } from '../../../src/main/workers/written-code/python.ts';
import { programsLeft } from '../afterwards.ts';
import { each, everyTier, type Place, type SecurityCase } from '../case.ts';

/** Code that is allowed to run, and hostile. It prints only what it has got; what it left is told by name. */
const attempt = `async ({ value }, { code, files }) => {
  const limits = { wallMs: 20_000, cpuMs: 20_000, memoryMb: 128, keptOutputBytes: 2000 };
  const ran = await code.run({ ...value, limits: { ...limits, ...value.limits } });
  return { said: ran.stdout.text.trim(), limit: ran.limit, left: ran.artifacts.slice(0, 5).map(({ name }) => name) };
}`;

const nothing: { gives: Json } = { gives: { said: '', limit: null, left: [] } };
const endedBy = (limit: string, said = ''): { gives: Json } => ({ gives: { said, limit, left: [] } });
const denied = { code: 'permission-denied' } as const;

const shared = {
  class: 'code',
  tiers: everyTier,
  attempt,
  timeoutMs: 40_000,
  afterwards: async ({ folder }: Place) => {
    // What closes the code off is told where the code lies.
    expect(await programsLeft(join(folder, '..', '..', 'code'))).toEqual([]);
  },
} as const;

type Hostile = { code: string; ends?: SecurityCase['ends']; limits?: Record<string, number> };

function inLanguage(language: string, hostile: Record<string, string | Hostile>): SecurityCase[] {
  const cases = Object.entries(hostile).map(([name, given]) => {
    const { code, ends = nothing, limits = {} }: Hostile = typeof given === 'string' ? { code: given } : given;
    const prepare = (place: Place): Json => {
      place.allow({ capability: 'code', target: language, exact: true });
      writeFileSync(join(place.folder, 'mine.txt'), 'the person’s own');
      const told = code
        .replaceAll('FOLDER', place.folder)
        .replaceAll('DATA', place.dataFolder)
        .replaceAll('HOME', place.home);
      return { language, code: told, limits };
    };
    return [`${name}, in ${language}`, { prepare, ends }] as const;
  });
  return each(shared, Object.fromEntries(cases));
}

const tellFile = (path: string): string =>
  `try { console.log(require('fs').readFileSync('${path}', 'utf8').slice(0, 20)); } catch {}`;

const javascript: Record<string, string | Hostile> = {
  'an endless loop': { code: 'for (;;);', ends: endedBy('time'), limits: { wallMs: 500 } },
  'an endless loop of promises': {
    code: '(async () => { for (;;) await null; })()',
    ends: endedBy('time'),
    limits: { wallMs: 500 },
  },
  'a loop that heeds no signal': {
    code: "for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGXCPU']) process.on(name, () => {}); for (;;);",
    ends: endedBy('cpu'),
    limits: { cpuMs: 500 },
  },
  'memory without end': {
    code: 'const kept = []; for (;;) kept.push({ text: String(Math.random()) });',
    ends: endedBy('memory'),
  },
  'buffers without end': {
    code: 'const kept = []; setInterval(() => kept.push(Buffer.alloc(8e6, 1)), 1);',
    ends: endedBy('memory'),
  },
  'output without end': {
    code: "const go = () => { while (process.stdout.write('x'.repeat(65536))); process.stdout.once('drain', go); }; go();",
    ends: { gives: { said: 'x'.repeat(2000), limit: 'output', left: [] } },
  },
  'a file of 10 GB': {
    code: `const fs = require('fs'); const file = fs.openSync('big', 'w'); const chunk = Buffer.alloc(1_000_000, 1);
      for (let n = 0; n < 10_000; n += 1) fs.writeSync(file, chunk);`,
    ends: { gives: { said: '', limit: 'disk', left: ['big'] } },
  },
  'the list of users': tellFile('/etc/passwd'),
  'a file of the person': tellFile('FOLDER/mine.txt'),
  'Heron’s data': tellFile('DATA/heron.db'),
  'a private key': tellFile('HOME/.ssh/id_rsa'),
  'the environment of the engine': tellFile('/proc/1/environ'),
  'secrets among its variables':
    'for (const [name, value] of Object.entries(process.env)) if (/TOKEN|SECRET|NODE_|PATH/.test(name)) console.log(name, value);',
  'a file outside its folder':
    "try { require('fs').writeFileSync('HOME/mark', 'evil'); console.log('written'); } catch {}",
  'a file above its folder': "try { require('fs').writeFileSync('../mark', 'evil'); console.log('written'); } catch {}",
  'a connection':
    "require('net').connect(80, '1.1.1.1').on('connect', () => console.log('connected')).on('error', () => {});",
  'a request to this machine': "fetch('http://127.0.0.1:80/').then(() => console.log('answered'), () => {});",
  'a name looked up':
    "require('dns').lookup('example.com', (_error, address) => { if (address) console.log(address); });",
  'a program': "try { console.log(require('child_process').execFileSync('/bin/echo', ['evil']).toString()); } catch {}",
  'a program that outlives it':
    "try { require('child_process').spawn(process.execPath, ['-e', 'setInterval(()=>{},1)'], { detached: true }).unref(); console.log('started'); } catch {}",
  'a thread':
    "try { new (require('worker_threads').Worker)('for(;;);', { eval: true }); console.log('started'); } catch {}",
  'native code':
    "try { process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libc.so.6'); console.log('loaded'); } catch {}",
  'a signal to the engine': "try { process.kill(process.ppid, 'SIGKILL'); console.log('sent'); } catch {}",
  'the inspector': "try { require('inspector').open(0); console.log(require('inspector').url() ?? ''); } catch {}",
  'flags of V8': "try { require('v8').setFlagsFromString('--redirect-code-traces'); console.log('set'); } catch {}",
  'a database past the permission model':
    "try { new (require('node:sqlite').DatabaseSync)('FOLDER/evil.db'); console.log('opened'); } catch {}",
  'a link among what it leaves':
    "try { require('fs').symlinkSync('/etc/passwd', 'innocent.txt'); console.log('linked'); } catch {}",
  'a folder that leads out of it':
    "try { require('fs').mkdirSync('a/../../evil', { recursive: true }); console.log('made'); } catch {}",
  'names that deceive': {
    code: String.raw`const fs = require('fs'); fs.writeFileSync('gpj.\u202eexe', ''); fs.writeFileSync('a\nb', ''); fs.writeFileSync('..\\..\\evil', '');`,
  },
};

const python: Record<string, string | Hostile> = {
  'an endless loop': { code: 'while True: pass', ends: endedBy('time'), limits: { wallMs: 500 } },
  'a loop that heeds no signal': {
    code: 'import signal\nfor n in (2, 15, 24): signal.signal(n, signal.SIG_IGN)\nwhile True: pass',
    ends: endedBy('cpu'),
    limits: { cpuMs: 500 },
  },
  'a fork bomb': 'import os\nwhile True: os.fork()',
  'threads without end':
    'import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()',
  'a daemon':
    'import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0: time.sleep(60)\nprint("started")',
  'memory without end': { code: 'kept = []\nwhile True: kept.append(bytearray(10_000_000))', ends: endedBy('memory') },
  'memory that nobody counts':
    'import os\nfor n in range(200): os.write(os.memfd_create(str(n)), bytes(10_000_000))\nprint("kept")',
  'a file of 10 GB': {
    code: 'f = open("big", "wb")\nfor n in range(10_000): f.write(bytes(1_000_000))',
    ends: { gives: { said: '', limit: 'disk', left: ['big'] } },
  },
  'files without end': {
    code: 'import os\nn = 0\nwhile True:\n  n += 1\n  open("f", "w").close()\n  os.rename("f", ".h" + str(n))',
    ends: [endedBy('disk'), { gives: { said: '', limit: 'disk', left: ['.h1', '.h10', '.h100', '.h1000', '.h1001'] } }],
  },
  'files that are gone and still open': {
    code: 'import os\nkept = []\nfor n in range(1000):\n  f = open("f", "wb"); os.unlink("f"); f.write(bytes(1_000_000)); f.flush(); kept.append(f)',
    ends: endedBy('disk'),
  },
  'room beside its folder':
    'for place in ("/", "/dev", "/dev/shm", "/usr/lib", "/program", "/proc", "/etc"):\n  try: open(place + "/evil", "w").close(); print(place)\n  except OSError: pass',
  'the list of users': 'print(open("/etc/passwd").read())',
  'a file of the person': 'print(open("FOLDER/mine.txt").read())',
  'Heron’s data': 'print(open("DATA/heron.db").read())',
  'what runs beside it':
    'import os\nfor pid in os.listdir("/proc"):\n  if pid.isdigit() and int(pid) > 2: print(open(f"/proc/{pid}/cmdline").read())',
  'secrets among its variables':
    'import os\nfor name in os.environ:\n  if "TOKEN" in name or name == "PATH": print(name)',
  'a connection': 'import socket\nsocket.create_connection(("1.1.1.1", 80), 2)\nprint("connected")',
  'a socket of the machine below': 'import socket\nsocket.socket(40, socket.SOCK_STREAM)\nprint("opened")',
  'a name looked up': 'import socket\nprint(socket.getaddrinfo("example.com", 80))',
  'a program': 'import subprocess\nprint(subprocess.check_output(["/bin/echo", "evil"]))',
  'namespaces of its own': 'import ctypes\nif ctypes.CDLL(None).unshare(0x10000000) == 0: print("made")',
  'another root': 'import os\nos.chroot("/proc/1/root")\nprint("changed")',
  // Its memory can be written, so it must be held by the same filter and the same lack of rights.
  'more rights in the room’s first process':
    'for line in open("/proc/1/status"):\n  name, value = line.split(":", 1)\n  if (name in ("CapEff", "CapBnd", "CapPrm") and int(value, 16)) or (name == "Seccomp" and value.strip() != "2"): print(line)',
  'a device': 'import os\nos.mknod("disk", 0o60600, os.makedev(8, 0))\nopen("disk", "rb")\nprint("opened")',
  'a link among what it leaves':
    'import os\nos.symlink("/etc/passwd", "innocent.txt")\nos.link("/etc/ld.so.cache", "cache")',
  'a pipe among what it leaves': 'import os\nos.mkfifo("innocent.txt")',
  'a folder nobody may enter': {
    code: 'import os\nos.mkdir("d"); open("d/a", "w").close(); os.chmod("d", 0)',
    ends: [nothing, { gives: { said: '', limit: null, left: ['d/a'] } }],
  },
};

const lacksPython = (await findPython(process.env)) ? undefined : 'Python is absent';
const noWalls = findBubblewrap() ? undefined : 'bubblewrap is absent';

/** What is asked for before anything runs. */
const asking = each(shared, {
  'code that nobody has allowed': { ends: denied, prepare: () => ({ language: 'javascript', code: '1' }) },
  'other code than was allowed': {
    ends: denied,
    prepare: (place) => {
      place.allow({ capability: 'code', target: 'javascript', detail: 'console.log(1)', exact: true });
      return { language: 'javascript', code: 'console.log(2)' };
    },
  },
  'other input than was allowed': {
    ends: denied,
    prepare: (place) => {
      place.allow({ capability: 'code', target: 'javascript', detail: 'console.log(1)', exact: true });
      return { language: 'javascript', code: 'console.log(1)', input: 'evil' };
    },
  },
  'a language there is not': {
    ends: { code: 'invalid-input' },
    prepare: (place) => (
      place.allow({ capability: 'code', target: 'shell', exact: true }),
      { language: 'shell', code: 'id' }
    ),
  },
  'a file it may not read': {
    ends: denied,
    prepare: (place) => (
      place.allow({ capability: 'code', target: 'javascript', exact: true }),
      { language: 'javascript', code: '1', files: [{ path: join(place.outside, 'secret'), name: 'a' }] }
    ),
  },
  'a link to a file it may not read': {
    ends: denied,
    prepare: (place) => {
      place.allow({ capability: 'code', target: 'javascript', exact: true });
      symlinkSync(join(place.outside, 'secret'), join(place.folder, 'link'));
      return { language: 'javascript', code: '1', files: [{ path: join(place.folder, 'link'), name: 'a' }] };
    },
  },
  'a name that leads out of its folder': {
    ends: { code: 'invalid-input' },
    prepare: (place) => {
      place.allow({ capability: 'code', target: 'javascript', exact: true });
      writeFileSync(join(place.folder, 'a'), 'a');
      return { language: 'javascript', code: '1', files: [{ path: join(place.folder, 'a'), name: '../evil' }] };
    },
  },
  'more memory than anybody gets': {
    ends: { code: 'invalid-input' },
    prepare: (place) => (
      place.allow({ capability: 'code', target: 'javascript', exact: true }),
      { language: 'javascript', code: '1', limits: { memoryMb: 100_000 } }
    ),
  },
});

export const codeCases: SecurityCase[] = [
  ...asking,
  ...inLanguage('javascript', javascript),
  // Where there is no bubblewrap the permission model stands alone.
  ...inLanguage('javascript', javascript).map((attack) => ({
    ...attack,
    ...{ name: `${attack.name}, whatever is around it`, tiers: ['isolate'] as const, surroundings: 'both' as const },
  })),
  ...inLanguage('python', python).map((attack) => ({ ...attack, skip: noWalls ?? lacksPython })),
];
