import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../src/contract/json.ts';
import type { Place, SecurityCase } from '../case.ts';
import { denied, find, missing, allow, harm, shared } from './shell-attempts.ts';

type Command = { program: string; args: string[]; options?: { input?: string; environment?: Record<string, string> } };

/** Each starts another program. Whoever allows the first, for always even, has not allowed the second. */
const wrapped: Record<string, (place: Place) => Command> = {
  env: (place) => ({ program: 'env', args: ['sh', '-c', harm(place)] }),
  'env with options': (place) => ({ program: 'env', args: ['-i', '-u', 'HOME', 'A=b', 'sh', '-c', harm(place)] }),
  'env that splits a text': (place) => ({ program: 'env', args: ['-S', `sh -c "${harm(place)}"`] }),
  nice: (place) => ({ program: 'nice', args: ['-n', '5', 'sh', '-c', harm(place)] }),
  timeout: (place) => ({ program: 'timeout', args: ['5', 'sh', '-c', harm(place)] }),
  nohup: (place) => ({ program: 'nohup', args: ['sh', '-c', harm(place)] }),
  setsid: (place) => ({ program: 'setsid', args: ['-f', 'sh', '-c', harm(place)] }),
  stdbuf: (place) => ({ program: 'stdbuf', args: ['-oL', 'sh', '-c', harm(place)] }),
  ionice: (place) => ({ program: 'ionice', args: ['-c', '3', 'sh', '-c', harm(place)] }),
  taskset: (place) => ({ program: 'taskset', args: ['1', 'sh', '-c', harm(place)] }),
  chrt: (place) => ({ program: 'chrt', args: ['-o', '0', 'sh', '-c', harm(place)] }),
  flock: (place) => ({ program: 'flock', args: [join(place.folder, 'lock'), 'sh', '-c', harm(place)] }),
  'ssh-agent': (place) => ({ program: 'ssh-agent', args: ['sh', '-c', harm(place)] }),
  fakeroot: (place) => ({ program: 'fakeroot', args: ['--', 'sh', '-c', harm(place)] }),
  proxychains: (place) => ({ program: 'proxychains4', args: ['-q', 'sh', '-c', harm(place)] }),
  unbuffer: (place) => ({ program: 'unbuffer', args: ['sh', '-c', harm(place)] }),
  'systemd-inhibit': (place) => ({ program: 'systemd-inhibit', args: ['sh', '-c', harm(place)] }),
  'systemd-run': (place) => ({ program: 'systemd-run', args: ['--user', '--pipe', 'sh', '-c', harm(place)] }),
  'systemd-cat': (place) => ({ program: 'systemd-cat', args: ['sh', '-c', harm(place)] }),
  choom: (place) => ({ program: 'choom', args: ['-n', '0', '--', 'sh', '-c', harm(place)] }),
  setarch: (place) => ({ program: 'setarch', args: ['-R', 'sh', '-c', harm(place)] }),
  logsave: (place) => ({ program: 'logsave', args: [join(place.folder, 'log'), 'sh', '-c', harm(place)] }),
  watch: (place) => ({ program: 'watch', args: ['-g', '-x', 'sh', '-c', harm(place)] }),
  parallel: (place) => ({ program: 'parallel', args: ['sh', '-c', harm(place), ':::', 'x'] }),
  xargs: (place) => ({ program: 'xargs', args: ['sh', '-c', harm(place)], options: { input: 'x\n' } }),
  'find -exec': (place) => ({
    program: 'find',
    args: [place.folder, '-maxdepth', '0', '-exec', 'sh', '-c', harm(place), ';'],
  }),
  'sh -c': (place) => ({ program: 'sh', args: ['-c', harm(place)] }),
  'a shell that reads its input': (place) => ({ program: 'sh', args: [], options: { input: harm(place) } }),
  'bash -c': (place) => ({ program: 'bash', args: ['-c', harm(place)] }),
  'bash with a file of settings': (place) => {
    writeFileSync(join(place.folder, 'rc'), harm(place));
    return { program: 'bash', args: ['--rcfile', join(place.folder, 'rc'), '-i', '-c', 'true'] };
  },
  'python -c': (place) => ({ program: 'python3', args: ['-c', `import os; os.system("${harm(place)}")`] }),
  'perl -e': (place) => ({ program: 'perl', args: ['-e', `system("${harm(place)}")`] }),
  'node -e': (place) => ({ program: 'node', args: ['-e', `require('child_process').execSync("${harm(place)}")`] }),
  awk: (place) => ({ program: 'awk', args: [`BEGIN { system("${harm(place)}") }`] }),
  'sed that executes': (place) => ({ program: 'sed', args: [`1e ${harm(place)}`], options: { input: 'x\n' } }),
  'tar that executes': (place) => ({
    program: 'tar',
    args: ['-cf', '/dev/null', place.folder, '--checkpoint=1', `--checkpoint-action=exec=${harm(place)}`],
  }),
  'sort that executes': () => ({ program: 'sort', args: ['--compress-program', 'sh', '-S', '1b', '/etc/services'] }),
  'git with an alias': (place) => ({ program: 'git', args: ['-c', `alias.x=!${harm(place)}`, 'x'] }),
  'git with a pager': (place) => ({
    program: 'git',
    args: ['--paginate', '-c', `core.pager=${harm(place)}`, '--help'],
  }),
  sudo: (place) => ({ program: 'sudo', args: ['-n', 'sh', '-c', harm(place)] }),
  unshare: (place) => ({ program: 'unshare', args: ['sh', '-c', harm(place)] }),
  chroot: (place) => ({ program: 'chroot', args: ['/', 'sh', '-c', harm(place)] }),
  script: (place) => ({ program: 'script', args: ['-c', harm(place), '/dev/null'] }),
  busybox: (place) => ({ program: 'busybox', args: ['sh', '-c', harm(place)] }),
  'the loader of libraries': (place) => ({
    program: '/lib64/ld-linux-x86-64.so.2',
    args: [find('sh') ?? '', '-c', harm(place)],
  }),
  'wrappers in wrappers': (place) => ({
    program: 'nice',
    args: ['timeout', '5', 'env', 'A=b', 'setsid', 'nohup', 'sh', '-c', harm(place)],
  }),
};

export const wrapperCases: SecurityCase[] = Object.entries(wrapped).map(([name, command]) => ({
  ...shared,
  name: `another program through ${name}`,
  ends: denied,
  skip: missing(command({ outside: '/', folder: '/tmp' } as Place).program),
  prepare: (place): Json => {
    const { program, args, options } = command(place);
    allow(place, program);
    return { program, args, ...(options ? { options } : {}) };
  },
}));

/** A name that leads to another program than the one that is meant. */
