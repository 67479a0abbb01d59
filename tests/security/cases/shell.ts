import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../src/contract/json.ts';
import { commandLine } from '../../../src/main/base/commands/command-line.ts';
import { each, type Place } from '../case.ts';
import { run, shared, denied, dangerous, find, missing, allow, harm } from './shell-attempts.ts';

const impostors = each(shared, {
  'a program of the same name in the working folder': {
    ends: { gives: { output: '', code: 0, signal: null } },
    prepare: (place) => {
      writeFileSync(join(place.folder, 'true'), `#!/bin/sh\n${harm(place)}\n`);
      chmodSync(join(place.folder, 'true'), 0o755);
      allow(place, 'true');
      return { program: 'true', args: [], options: { cwd: place.folder } };
    },
  },
  'a relative path': { ends: { code: 'invalid-input' }, prepare: () => ({ program: './true', args: [] }) },
  'a relative path behind a wrapper': {
    ends: { code: 'invalid-input' },
    prepare: (place) => (allow(place, 'env'), { program: 'env', args: ['./true'] }),
  },
  'another PATH': {
    ends: dangerous,
    prepare: (place) => (
      allow(place, 'true'),
      { program: 'true', args: [], options: { environment: { PATH: place.folder } } }
    ),
  },
  'another PATH through env': {
    ends: dangerous,
    prepare: (place) => (allow(place, 'true', 'env'), { program: 'env', args: [`PATH=${place.folder}`, 'true'] }),
  },
  'a link with the name of a program that is allowed': {
    ends: denied,
    prepare: (place) => {
      symlinkSync(find('sh') ?? '', join(place.folder, 'true'));
      allow(place, 'true');
      return { program: join(place.folder, 'true'), args: ['-c', harm(place)] };
    },
  },
  'a program it has written itself, though its path is allowed': {
    attempt: `async ({ value }, context) => {
      await context.files.write(value.program, value.text, { overwrite: true, mode: 0o755 });
      return (${run})({ value }, context);
    }`,
    ends: denied,
    prepare: (place) => {
      const program = join(place.folder, 'tool');
      writeFileSync(program, '#!/bin/sh\ntrue\n', { mode: 0o755 });
      place.allow({ capability: 'shell', target: program });
      return { program, args: [], text: `#!/bin/sh\n${harm(place)}\n` };
    },
  },
  'a program in the folder of keys': {
    ends: denied,
    prepare: (place) => {
      const program = join(place.home, '.ssh', 'tool');
      place.allow({ capability: 'shell', target: program });
      return { program, args: [] };
    },
  },
  'another command than the one that was allowed': {
    ends: denied,
    prepare: (place) => {
      const allowed = commandLine({ program: 'sh', args: ['-c', 'true'], cwd: null, input: null, variables: [] });
      place.allow({ capability: 'shell', target: find('sh') ?? '', detail: allowed });
      return { program: 'sh', args: ['-c', harm(place)] };
    },
  },
  'the command that was allowed, with other variables': {
    ends: denied,
    prepare: (place) => {
      const allowed = commandLine({ program: 'sh', args: ['-c', '$A'], cwd: null, input: null, variables: [] });
      place.allow({ capability: 'shell', target: find('sh') ?? '', detail: allowed });
      return { program: 'sh', args: ['-c', '$A'], options: { environment: { A: 'id' } } };
    },
  },
  'the command that was allowed, with another input': {
    ends: denied,
    prepare: (place) => {
      const begin = 'x'.repeat(5000);
      const command = { program: 'sh', args: ['-s'], cwd: null, variables: [] as [string, string][] };
      place.allow({
        capability: 'shell',
        target: find('sh') ?? '',
        detail: commandLine({ ...command, input: `${begin}a` }),
      });
      return { program: 'sh', args: ['-s'], options: { input: `${begin}b` } };
    },
  },
});

/** Texts that a shell would take for more. */
const metacharacters = each(
  { ...shared, skip: missing('echo') },
  Object.fromEntries(
    [
      '; id',
      '$(id)',
      '`id`',
      '| id',
      '&& id',
      '> /tmp/x',
      '$HOME',
      '*',
      '\n id',
      "' ; id '",
      '" ; id "',
      '--help;id',
    ].map((text) => [
      `an argument of ${JSON.stringify(text)}`,
      {
        ends: { gives: { output: `${text}|`, code: 0, signal: null } },
        prepare: (place: Place): Json => (allow(place, 'printf'), { program: 'printf', args: ['%s|', text] }),
      },
    ]),
  ),
);

const variables = each(
  { ...shared, ends: dangerous },
  Object.fromEntries(
    [
      ...[
        'LD_PRELOAD',
        'LD_LIBRARY_PATH',
        'LD_AUDIT',
        'DYLD_INSERT_LIBRARIES',
        'NODE_OPTIONS',
        'NODE_PATH',
        'BASH_ENV',
        'ENV',
      ],
      ...[
        'PYTHONPATH',
        'PYTHONSTARTUP',
        'PERL5OPT',
        'PERL5LIB',
        'RUBYOPT',
        'GIT_SSH_COMMAND',
        'GIT_CONFIG_COUNT',
        'GIT_EXTERNAL_DIFF',
      ],
      ...[
        'GIT_EXEC_PATH',
        'PAGER',
        'EDITOR',
        'LESSOPEN',
        'JAVA_TOOL_OPTIONS',
        'npm_config_script_shell',
        'IFS',
        'PS4',
        'SHELLOPTS',
      ],
      ...[
        'GCONV_PATH',
        'GLIBC_TUNABLES',
        'HOME',
        'XDG_CONFIG_HOME',
        'SSL_CERT_FILE',
        'http_proxy',
        'HERON_PROGRAM',
        'Ld_Preload',
      ],
    ].map((name) => [
      `the variable ${name}`,
      {
        prepare: (place: Place): Json => (
          allow(place, 'true'),
          { program: 'true', args: [], options: { environment: { [name]: 'x' } } }
        ),
      },
    ]),
  ),
);

const variablesBehind = each(
  { ...shared, ends: dangerous },
  Object.fromEntries(
    ['LD_PRELOAD=/tmp/x.so', 'NODE_OPTIONS=--require=/tmp/x.js', 'GIT_SSH_COMMAND=sh'].map((assignment) => [
      `the variable ${assignment.split('=')[0]} through env`,
      {
        prepare: (place: Place): Json => (
          allow(place, 'true', 'env'),
          { program: 'nice', args: ['env', assignment, 'true'] }
        ),
      },
    ]),
  ),
);

/** Everything of `sh` is allowed here: what counts is that nothing outlives the call. */
function orphan(script: (mark: string) => string) {
  return (place: Place): Json => {
    place.allow({ capability: 'shell', target: find('sh') ?? '', exact: true });
    return { program: 'sh', args: ['-c', script(place.mark)] };
  };
}

const orphans = each(
  {
    ...shared,
    ends: { gives: { output: 'begun\n', code: 0, signal: null } },
    skip: process.platform === 'linux' ? missing('setsid', 'nohup') : 'only Linux tells what left its group',
  },
  {
    'a program left behind': { prepare: orphan((mark) => `sleep ${mark} >/dev/null 2>&1 & echo begun`) },
    'a program left behind that ignores the end of its session': {
      prepare: orphan((mark) => `nohup sleep ${mark} >/dev/null 2>&1 & echo begun`),
    },
    'a program left behind in a session of its own': {
      prepare: orphan((mark) => `setsid sleep ${mark} >/dev/null 2>&1 & echo begun`),
    },
    'a program left behind without environment': {
      prepare: orphan((mark) => `(env -i setsid sleep ${mark} </dev/null >/dev/null 2>&1 &) ; echo begun`),
    },
    'a program left behind with the mark of another': {
      prepare: orphan(
        (mark) => `(env -i HERON_PROGRAM=other setsid sleep ${mark} </dev/null >/dev/null 2>&1 &) ; echo begun`,
      ),
    },
    'a program left behind by a program left behind': {
      prepare: orphan((mark) => `setsid sh -c 'env -i setsid sleep ${mark} & ' >/dev/null 2>&1 </dev/null; echo begun`),
    },
    'a program that will not listen': {
      prepare: orphan(
        (mark) =>
          `setsid sh -c "trap '' TERM HUP INT; while :; do sleep 0.1; done; : ${mark}" >/dev/null 2>&1 & echo begun`,
      ),
    },
    'programs that start programs': {
      prepare: orphan(
        (mark) => `for i in 1 2 3 4 5 6 7 8; do (setsid sleep ${mark} &) >/dev/null 2>&1; done; echo begun`,
      ),
    },
    'a program, when the call is out of time': {
      ends: { code: 'timeout' },
      timeoutMs: 500,
      prepare: orphan((mark) => `sleep ${mark} & setsid sleep ${mark} & wait`),
    },
    'output without end, which nobody reads': {
      attempt:
        "async ({ value }, { shell, sleep }) => { await shell.run(value.program, value.args); await sleep(300); return 'left'; }",
      ends: { gives: 'left' },
      prepare: orphan((mark) => `while :; do echo ${mark}; done`),
    },
    'programs without end': {
      attempt: `async ({ value }, { shell }) => {
        const ends = await Promise.allSettled(Array.from({ length: 80 }, () => shell.run(value.program, value.args)));
        return ends.filter(({ reason }) => reason?.code === 'limit-exceeded').length;
      }`,
      ends: { gives: 16 },
      prepare: orphan((mark) => `exec sleep ${mark}`),
    },
  },
);

const rest = each(shared, {
  'the environment of the engine': {
    attempt: `async ({ value }, context) => {
      const { output } = await (${run})({ value }, context);
      return /hunter2|SECRET_TOKEN|NODE_OPTIONS|VITEST/.test(output) ? output : null;
    }`,
    ends: { gives: null },
    prepare: (place) => (allow(place, 'env'), { program: 'env', args: [] }),
  },
  'files the engine holds open': {
    attempt: `async ({ value }, context) => {
      const { output } = await (${run})({ value }, context);
      const extra = output.split('\\n').filter((line) => line.includes('->') && !/pipe:|socket:|heron-program-|\\/dev\\/null|\\/proc\\//.test(line));
      return extra.length > 0 ? extra : null;
    }`,
    ends: { gives: null },
    skip: process.platform === 'linux' ? undefined : 'only Linux tells',
    prepare: (place) => (allow(place, 'ls'), { program: 'ls', args: ['-l', '/proc/self/fd'] }),
  },
  'a zero byte in an argument': {
    ends: { code: 'invalid-input' },
    prepare: (place) => (allow(place, 'true'), { program: 'true', args: ['a\0b'] }),
  },
  'more arguments than there may be': {
    ends: [{ code: 'invalid-input' }, { code: 'limit-exceeded' }],
    prepare: (place) => (allow(place, 'true'), { program: 'true', args: Array.from({ length: 20_000 }, () => 'x') }),
  },
  'a working folder outside': {
    ends: denied,
    prepare: (place) => (allow(place, 'ls'), { program: 'ls', args: [], options: { cwd: place.outside } }),
  },
  'a program nobody allowed': { ends: denied, prepare: () => ({ program: 'ls', args: ['/'] }) },
});

export const shellCases = [...impostors, ...metacharacters, ...variables, ...variablesBehind, ...orphans, ...rest];
