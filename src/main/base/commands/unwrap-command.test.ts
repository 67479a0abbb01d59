import { describe, expect, test } from 'vitest';
import { commandLine } from './command-line.ts';
import { shellNeed } from './shell-need.ts';
import { unwrapCommand } from './unwrap-command.ts';

const asNamed = (program: string): string[] => [program];

function unwrap(line: string, namesOf = asNamed) {
  const [program = '', ...args] = line.split(' ');
  return unwrapCommand({ program, args }, namesOf);
}

describe('a wrapper means the program behind it', () => {
  test.each([
    ['ls -l', 'ls'],
    ['env ls', 'ls'],
    ['env -i -u HOME LANG=C LC_ALL=C ls -l', 'ls'],
    ['env - A=b /usr/bin/ls', '/usr/bin/ls'],
    ['nice ls', 'ls'],
    ['nice -n 5 ls', 'ls'],
    ['nice -n5 ls', 'ls'],
    ['nice -10 ls', 'ls'],
    ['nice --adjustment=3 ls', 'ls'],
    ['nice --adjustment 3 ls', 'ls'],
    ['nohup ls', 'ls'],
    ['setsid -fw ls', 'ls'],
    ['stdbuf -oL -e 0 ls', 'ls'],
    ['timeout 5 ls', 'ls'],
    ['timeout -k 1 --signal=KILL 5s ls -a', 'ls'],
    ['timeout -- 5 ls', 'ls'],
    ['ionice -c 3 ls', 'ls'],
    ['taskset 1 ls', 'ls'],
    ['busybox ls', 'ls'],
    ['/bin/busybox timeout 5 nice env ls', 'ls'],
    ['time -p ls', 'ls'],
  ])('%s', (line, program) => {
    expect(unwrap(line)).toMatchObject({ program, isExact: false });
  });

  test('and what it sets for that program is known', () => {
    expect(unwrap('env A=b nice env LD_PRELOAD=/evil.so C= ls')).toEqual({
      program: 'ls',
      args: [],
      isExact: false,
      variables: [
        ['A', 'b'],
        ['LD_PRELOAD', '/evil.so'],
        ['C', ''],
      ],
    });
  });

  test.each(['env', 'nice', 'nice -n 5', 'timeout 5', 'busybox', 'env A=b'])('%s starts nothing', (line) => {
    expect(unwrap(line)).toMatchObject({ program: line.split(' ')[0], isExact: false });
  });
});

describe('what does whatever it is told is allowed by its whole command only', () => {
  test.each([
    ...['ssh-agent ls', 'fakeroot ls', 'fakeroot-tcp -- ls', 'fakechroot ls', 'faketime yesterday ls', 'proot ls'],
    ...['torsocks ls', 'torify ls', 'tsocks ls', 'proxychains ls', 'proxychains4 -q ls', 'trickle -d 10 ls'],
    ...['unbuffer ls', 'unbuffer -p ls', 'rlwrap ls', 'systemd-inhibit ls', 'systemd-run --user ls', 'systemd-cat ls'],
    ...['gnome-session-inhibit ls', 'kde-inhibit ls', 'chrt -o 0 ls', 'setarch x86_64 ls', 'choom -n 0 -- ls'],
    ...[
      'uclampset -m 1 ls',
      'cgexec -g cpu:a ls',
      'cpulimit -l 5 -- ls',
      'cpulimit -p 1',
      'eatmydata ls',
      'nocache ls',
    ],
    ...[
      'script -c ls',
      'flock lock ls',
      'watch ls',
      'watchexec ls',
      'nodemon a.js',
      'parallel ls',
      'sem ls',
      'env_parallel ls',
    ],
    ...[
      'chronic ls',
      'ifne ls',
      'pee ls',
      'logsave log ls',
      'sshpass -p x ls',
      'gpg-agent --daemon ls',
      'direnv exec . ls',
    ],
    ...['ccache gcc a.c', 'sccache gcc', 'distcc gcc', 'hyperfine ls', 'rr record ls', 'uftrace ls', 'heaptrack ls'],
    ...[
      'dumb-init ls',
      'tini -- ls',
      'chpst -u me ls',
      'setuidgid me ls',
      'softlimit ls',
      'envdir d ls',
      'setlock l ls',
    ],
    ...[
      'daemonize /bin/ls',
      'daemon -- ls',
      'startx ls',
      'xinit ls',
      'dbus-launch ls',
      'aa-exec -- ls',
      'runcon -t a ls',
    ],
    ...[
      'schroot -- ls',
      'nsjail -- ls',
      'login',
      'logrotate conf',
      'run-mailcap a',
      'sensible-pager a',
      'editor a',
      'pager a',
    ],
    ...[
      'debuild',
      'dpkg-buildpackage',
      'ip netns exec a ls',
      'ip -b f',
      'tcpdump -z ls',
      'tcpdump -Gz ls',
      'nmap --script x',
    ],
    ...[
      'pandoc --filter ls a',
      'pandoc -Fls a',
      'pandoc --lua-filter=x.lua a',
      'pandoc --pdf-engine=ls a',
      'pandoc -d x',
    ],
  ])('%s', (line) => {
    expect(unwrap(line)).toMatchObject({ program: line.split(' ')[0], isExact: true });
  });

  test.each(['pandoc a.md -o a.html', 'ip address', 'tcpdump -n', 'nmap localhost'])('but not %s', (line) => {
    expect(unwrap(line).isExact).toBe(false);
  });

  test.each([
    ...['sh -c id', 'bash -lc id', '/bin/dash', 'zsh script', 'python -c x', 'python3 a.py', '/usr/bin/python3.12 -'],
    ...['node -e x', 'perl5.36 -e x', 'Rscript x', 'node.exe -p 1', 'PowerShell.EXE -enc x', 'awk x', 'sed e'],
    ...['xargs rm', 'parallel rm', 'sudo ls', 'su - root', 'chroot / ls', 'ssh host ls', 'watch ls', 'npx x', 'make'],
    ...['docker run x', 'busybox sh', 'busybox ash -c id', '/lib64/ld-linux-x86-64.so.2 /bin/ls', 'git clone x y'],
    ...[
      'find . -exec rm {} ;',
      'find . -delete',
      'tar -cf a --checkpoint-action=exec=id b',
      'tar xIf id a',
      'fd -x rm',
    ],
    ...['git -c core.pager=id log', 'git config alias.x !id', 'git rebase -x id', 'git --exec-path=/evil log'],
    ...[
      'zip a b -T -TT id',
      'sort --compress-prog=id',
      'env sh',
      'nice timeout 5 env bash -c id',
      'nohup setsid node x',
    ],
  ])('%s', (line) => {
    expect(unwrap(line).isExact).toBe(true);
  });

  test.each([
    ['an option nobody knows of', 'env -S sh\\ -c\\ id'],
    ['a folder of its own', 'env -C /etc ls'],
    ['an option with a value it does not take', 'setsid --wait=x ls'],
    ['a file it writes', 'time -o /etc/x ls'],
    ['more layers than anybody means', Array.from({ length: 9 }, () => 'nice').join(' ') + ' ls'],
  ])('%s', (_, line) => {
    expect(unwrap(line).isExact).toBe(true);
  });

  test.each(['ls', 'git status', 'git log -p', 'find . -name x', 'tar czf a.tgz b', 'rg x', 'sort a', 'ps -A', 'date'])(
    'but not %s',
    (line) => {
      expect(unwrap(line).isExact).toBe(false);
    },
  );
});

test('a program is also known by what its name is a link to', () => {
  const links: Record<string, string[]> = { tool: ['tool', 'dash'], ls: ['ls', 'busybox'], box: ['box', 'busybox'] };
  const namesOf = (program: string): string[] => links[program] ?? [program];
  expect(unwrap('tool x', namesOf)).toMatchObject({ program: 'tool', isExact: true });
  expect(unwrap('ls x', namesOf)).toMatchObject({ program: 'ls', isExact: false });
});

test('the need shows the whole command, and says when it is all that can be allowed', () => {
  const rest = { input: null, cwd: '/a b', variables: [] };
  expect(shellNeed({ program: 'nice', args: ['ls', '-l'], ...rest }).need).toEqual({
    capability: 'shell',
    target: 'ls',
    args: ['-l'],
    detail: "nice ls -l  (in '/a b')",
  });
  expect(shellNeed({ program: 'sh', args: ['-c', 'id'], ...rest }).need).toMatchObject({ target: 'sh', exact: true });
});

test('two long inputs that begin alike do not look alike', () => {
  const shown = ['a', 'b'].map((end) =>
    commandLine({ program: 'sh', args: [], cwd: null, variables: [], input: 'x'.repeat(5000) + end }),
  );
  expect(shown[0]).toContain('1001 characters more, sha256 ');
  expect(shown[0]).not.toBe(shown[1]);
});
