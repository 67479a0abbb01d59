import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Json } from '../../../src/contract/json.ts';
import { programsWith } from '../afterwards.ts';
import { each, everyTier, type Place } from '../case.ts';
import { allow, denied, find, missing } from './shell-attempts.ts';

/** Starts a program, lets it go on in the background, and waits until it has said so much. */
const begin = `async function begin({ shell, processes, sleep }, value) {
  const started = await shell.run(value.program, value.args, { isDetachable: true, ...value.options });
  const status = await started.detach(value.detach ?? {});
  if (!status) return undefined;
  for (let look = 0; look < 1000; look += 1) {
    const { total } = await processes.read(status.id, 'tail', 1);
    if (total >= (value.says ?? 1)) break;
    await sleep(20);
  }
  return status;
}`;

const shared = {
  class: 'shell',
  tiers: everyTier,
  limits: { backgroundProcesses: 8 },
  head: begin,
  attempt: `async ({ value }, context) => (await begin(context, value))?.status ?? null`,
  timeoutMs: 30_000,
  skip: process.platform === 'win32' ? 'these programs are not on Windows' : undefined,
} as const;

const onLinux = process.platform === 'linux' ? missing('setsid', 'sleep') : 'only Linux tells what left its group';

/** Whatever `sh` is told is allowed here. */
function script(text: (mark: string, place: Place) => string, more: Record<string, Json> = {}) {
  return (place: Place): Json => {
    place.allow({ capability: 'shell', target: find('sh') ?? '', exact: true });
    return { program: 'sh', args: ['-c', text(place.mark, place)], ...more };
  };
}

async function stopAll({ background }: Place): Promise<void> {
  for (const { id } of background.list()) await background.stop(id, 200);
}

/** When the engine says that it has ended, nothing of it is left. */
async function isStopped(place: Place): Promise<void> {
  await stopAll(place);
  expect(programsWith(place.mark)).toEqual([]);
}

const survivors = each(
  { ...shared, ends: { gives: 'running' }, skip: onLinux, afterwards: isStopped },
  {
    'in the background, a program in a session of its own': {
      prepare: script((mark) => `setsid sleep ${mark} & echo begun; wait`),
    },
    'in the background, a program left behind without environment, by one that has ended': {
      prepare: script(
        (mark) =>
          `setsid sh -c 'env -i setsid sleep ${mark} &' </dev/null >/dev/null 2>&1; echo begun; exec sleep ${mark}`,
      ),
    },
    'in the background, programs that will not listen': {
      prepare: script(
        (mark) =>
          `trap '' TERM HUP INT; setsid sh -c "trap '' TERM; while :; do sleep 0.1; done; : ${mark}" & echo begun; while :; do sleep 0.1; done; : ${mark}`,
      ),
    },
    'in the background, a program that is another one before it can be ended': {
      prepare: (place) => {
        const file = join(place.folder, 'chain');
        const next = `[ "$2" -gt 0 ] && setsid "$0" "$1" $(($2 - 1)) </dev/null >/dev/null 2>&1 &`;
        writeFileSync(file, `#!/bin/sh\ntrap '' TERM HUP INT\n${next}\nexit 0\n`);
        chmodSync(file, 0o755);
        return script((mark) => `'${file}' ${mark} 20000 & echo begun; exec sleep ${mark}`)(place);
      },
    },
    'in the background, a program that gives up all it could be known by at once': {
      skip: 'it leaves its session, its parents, its environment and its tether at once: only a namespace of process ids would hold it',
    },
    'in the background, a program that goes on when the one that was started has ended': {
      ends: [{ gives: 'running' }, { gives: null }],
      prepare: script((mark) => `setsid sh -c 'echo begun; exec sleep ${mark}' & exit 0`),
    },
  },
);

const floods = each(
  { ...shared, ends: { gives: 'running' }, skip: onLinux },
  {
    'in the background, programs that start programs without end': {
      prepare: script(
        (mark) => `f() { [ $1 = 0 ] || { f $(($1 - 1)) & f $(($1 - 1)) & }; sleep ${mark}; }; echo begun; f 9`,
      ),
      afterwards: async (place) => {
        const ends = (): unknown => place.background.list().map(({ end }) => end);
        await expect.poll(ends, { timeout: 60_000 }).toEqual(['programs']);
        await isStopped(place);
      },
    },
    'in the background, output without end': {
      prepare: script((mark) => `while :; do echo ${mark} ${'x'.repeat(1000)}; done`, { says: 3_000_000 }),
      afterwards: async (place) => {
        await isStopped(place);
        const [process] = place.background.list();
        const folder = join(place.processFolder, process?.id ?? '');
        const kept = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
        expect(kept).toBeLessThanOrEqual(1024 * 1024);
      },
    },
    'in the background, more programs than it may have': {
      attempt: `async ({ value }, context) => {
        const codes = [];
        for (let count = 0; count < 10; count += 1) codes.push(await failureOf(() => begin(context, value)));
        return codes.filter(Boolean).map(({ code }) => code);
      }`,
      ends: { gives: ['limit-exceeded', 'limit-exceeded'] },
      prepare: script((mark) => `echo begun; exec sleep ${mark}`),
      afterwards: isStopped,
    },
    'in the background, for longer than there is': {
      attempt: `async ({ value }, context) => (await failureOf(() => begin(context, value)))?.code`,
      ends: { gives: 'invalid-input' },
      prepare: script((mark) => `exec sleep ${mark}`, { detach: { maxMs: 1e12 } }),
    },
    'in the background, without the manifest saying so': {
      limits: { openFiles: 32 },
      attempt: `async ({ value }, context) => (await failureOf(() => begin(context, value)))?.code`,
      ends: { gives: 'not-declared' },
      prepare: script((mark) => `exec sleep ${mark}`),
    },
  },
);

const secret = { ...shared, ends: denied, afterwards: isStopped };

const leaks = each(shared, {
  'in the background, what another worker started': {
    attempt: `async ({ value: id }, { processes }) => {
      const listed = (await processes.list()).filter((each) => each.id === id).length;
      const uses = [
        () => processes.read(id, 'head', 1000), () => processes.read(id, { offset: 0 }, 1000), () => processes.poll(id, 1000),
        () => processes.write(id, 'evil\\n'), () => processes.signal(id, 'SIGKILL'), () => processes.stop(id), () => processes.clear(id),
      ];
      const codes = new Set();
      for (const use of uses) codes.add((await failureOf(use))?.code ?? 'done');
      return [listed, ...codes];
    }`,
    ends: { gives: [0, 'not-found'] },
    prepare: async (place) =>
      (
        await place.startOther([
          '-c',
          `while read line; do echo "$line" > '${place.folder}/told'; done; : ${place.mark}`,
        ])
      ).id,
    afterwards: async (place) => {
      expect(place.background.list()).toMatchObject([{ status: 'running' }]);
      await isStopped(place);
      expect(existsSync(join(place.folder, 'told'))).toBe(false);
    },
  },
  'in the background, a process that there is not': {
    attempt: `async ({ value: id }, { processes }) => (await failureOf(() => processes.read(id, 'head', 10)))?.code`,
    prepare: () => '../../../etc/passwd',
    ends: { gives: 'invalid-input' },
  },
  'in the background, the environment of the engine': {
    attempt: `async ({ value }, context) => {
      const { id } = await begin(context, value);
      const { text } = await context.processes.read(id, 'head', 100000);
      return /hunter2|SECRET_TOKEN|NODE_OPTIONS|VITEST/.test(text) ? text : null;
    }`,
    ends: { gives: null },
    prepare: script((mark) => `env; exec sleep ${mark}`, { says: 20 }),
    afterwards: isStopped,
  },
  'in the background, a secret as an argument': {
    ...secret,
    prepare: script((mark, { secret: value }) => `echo ${value}; exec sleep ${mark}`),
  },
  'in the background, a secret in what is written to it': {
    ...secret,
    attempt: `async ({ value }, context) => {
      const { id } = await begin(context, value);
      await context.processes.write(id, value.secret);
    }`,
    prepare: (place) =>
      script((mark) => `echo begun; cat; : ${mark}`, { secret: place.secret, options: { keepsInput: true } })(place),
  },
  'in the background, a secret as a name': {
    prepare: (place) =>
      script((mark) => `echo begun; exec sleep ${mark}`, { detach: { name: `is ${place.secret}` } })(place),
    ends: { gives: 'running' },
    afterwards: async (place) => {
      await isStopped(place);
      expect(place.background.list()).toMatchObject([{ name: 'is [secret canary]' }]);
      expect(JSON.stringify(place.events())).not.toContain(place.secret);
    },
  },
  'in the background, a secret that a program says, read in pieces': {
    attempt: `async ({ value }, context) => {
      const { id } = await begin(context, value);
      let text = '';
      for (let offset = 0; offset < 200; ) {
        const piece = await context.processes.read(id, { offset }, 7);
        if (piece.start === piece.end) break;
        text += piece.text;
        offset = piece.end;
      }
      return text;
    }`,
    prepare: (place) => {
      writeFileSync(join(place.folder, 'words'), `It is ${place.secret}, really\n`);
      return script((mark) => `cat '${place.folder}/words'; exec sleep ${mark}`, { says: 30 })(place);
    },
    ends: { gives: 'It is [secret canary], really\n' },
    afterwards: isStopped,
  },
  'in the background, a secret that a program says last of much': {
    prepare: (place) => {
      // The last 2,000 bytes begin in the middle of it.
      writeFileSync(join(place.folder, 'words'), `It is ${place.secret}${'x'.repeat(1990)}`);
      return script((mark) => `cat '${place.folder}/words'; exec sleep ${mark}`, { says: 1990 })(place);
    },
    ends: { gives: 'running' },
    afterwards: async (place) => {
      await isStopped(place);
      const told = JSON.stringify(place.events().filter(({ type }) => type === 'process.ended'));
      expect(told).toContain('xxxx');
      expect(told).not.toContain(place.secret.slice(-6));
    },
  },
  'in the background, a name that draws on the screen': {
    prepare: script((mark) => `echo begun; exec sleep ${mark}`, {
      detach: { name: '\u001B[2J\u001B]0;x\u0007harmless\r\n\u202Etxt.exe\u2066' },
    }),
    ends: { gives: 'running' },
    afterwards: async (place) => {
      await isStopped(place);
      const [process] = place.background.list();
      expect(process?.name).toContain('harmless');
      expect(process?.name).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    },
  },
  'in the background, a command that draws on the screen': {
    prepare: (place) => (
      allow(place, 'sh'),
      script((mark) => `echo begun; exec sleep ${mark}; : \u001B[2J\u202E`)(place)
    ),
    ends: { gives: 'running' },
    afterwards: async (place) => {
      await isStopped(place);
      const [process] = place.background.list();
      expect(`${process?.name}${process?.command}`).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    },
  },
  'a program that is another one by the time it is allowed': {
    limits: { backgroundProcesses: 8 },
    attempt: `async ({ value }, context) => (await begin(context, value))?.status ?? null`,
    prepare: (place) => {
      const file = join(place.folder, 'tool');
      writeFileSync(file, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
      place.allow({ capability: 'shell', target: file });
      place.whileAsking(() => writeFileSync(file, `#!/bin/sh\necho evil > '${place.outside}/mark'\n`));
      return { program: file, args: [place.mark] };
    },
    ends: { code: 'conflict', message: /tool is another program now/ },
  },
});

export const backgroundCases = [...survivors, ...floods, ...leaks];
