import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { run, runNode } from '../../scripts/processes.ts';
import { debName } from '../../scripts/packaging/debian/control.ts';
import { targetHere } from '../../scripts/packaging/package-targets.ts';
import { type CleanRoot, makeCleanRoot, noCleanRoot } from './clean-root.ts';

const checkout = join(import.meta.dirname, '../..');
const obstacle = noCleanRoot();
const skipped = obstacle === undefined ? '' : ` (skipped: ${obstacle})`;
const slow = 900_000;

/** Each step's output by its name; a step that fails ends the script. */
function steps(commands: Record<string, string>): string {
  return Object.entries(commands)
    .map(([name, command]) => `echo '=== ${name}'; ${command}`)
    .join('\n');
}
function outputsOf(stdout: string): Record<string, string> {
  const parts = stdout.split(/^=== /m).slice(1);
  return Object.fromEntries(parts.map((part) => [part.split('\n', 1)[0], part.slice(part.indexOf('\n') + 1).trim()]));
}

/** What the unit says is done as systemd would do it: the command, with little around it, until it is told to end. */
const runService = `
start=$(sed -n 's/^ExecStart=//p' /usr/lib/systemd/user/heron.service)
env -i HOME="$HOME" USER=ada PATH=/usr/bin:/bin $start > "$HOME/service.log" 2>&1 &
service=$!
until [ -S "$HOME/.local/share/heron/engine.sock" ] || ! kill -0 $service; do sleep 0.1; done
heron status
kill -TERM $service
wait $service && echo "ended with 0" || echo "ended with $?"
cat "$HOME/service.log" >&2
`;

/** The link gives a cookie and leads to the page. */
const asBrowsersAsk = `
fetch(process.argv[1], { redirect: "manual" }).then(async ({ headers }) => {
  const cookie = headers.getSetCookie().map((each) => each.split(";", 1)[0]).join("; ");
  const page = await fetch(new URL(headers.get("location"), process.argv[1]), { headers: { cookie } });
  console.log(page.status, await page.text());
});`;

/** Takes the place of a browser: keeps what it was started with, and asks for the page as one does. */
const fakeBrowser = `#!/bin/sh
printf '%s\\n' "$@" > "$HOME/browser-arguments"
for each in "$@"; do case $each in --app=*) link=\${each#--app=};; esac; done
/usr/lib/heron/node/node -e '${asBrowsersAsk}' "\${link%%#*}" > "$HOME/page"
`;

/** As a desktop starts an entry, with what was opened in the place of \`%u\`. */
const launch = `
entry=$(sed -n '/^Exec=.*%u/s/^Exec=//p' /usr/share/applications/heron.desktop)
DISPLAY=:0 $(printf '%s' "$entry" | sed 's#%u#heron://inbox#')
cat "$HOME/browser-arguments" "$HOME/page"
`;

/**
 * In a chroot nobody may make a user namespace, so bubblewrap is installed but not used there; there is no session with a systemd of its own
 * and no display, so the service is started by what its unit says, and the window is one that only asks for the page.
 */
describe.skipIf(obstacle !== undefined)(`the Debian package on a clean Debian 12${skipped}`, () => {
  let root: CleanRoot;
  let deb: string;
  let before: string;

  beforeAll(async () => {
    const made = await runNode(['scripts/package.ts', '--deb'], { cwd: checkout });
    if (made.code !== 0) throw new Error(`${made.stdout}\n${made.stderr}`);
    root = await makeCleanRoot();
    deb = root.bring(join(checkout, 'dist', debName(packageJson.version, targetHere()!.arch)));
    before = await listing();
  }, slow);
  afterAll(() => root.remove());

  /** Every file a package could have brought. */
  async function listing(): Promise<string> {
    const { stdout } = await root.run('find /usr /etc /lib /opt -xdev | sort');
    return stdout;
  }

  /** A script in the clean root; gives its path there. */
  function theirs(name: string, script: string, folder = 'home/ada'): string {
    writeFileSync(join(root.path, folder, name), script, { mode: 0o755 });
    return `/${folder}/${name}`;
  }

  test(
    'it installs with apt alone, does a task for a person, and its desktop files are valid',
    { timeout: slow },
    async () => {
      const plan = {
        version: 1,
        title: 'Wait',
        tasks: [{ id: 'wait', action: 'clock.wait', input: { duration: 60 } }],
      };
      const { code, stdout, stderr } = await root.run(
        steps({
          install: `apt-get update -qq && apt-get install -y --no-install-recommends ./root/${basename(deb)} >&2`,
          version: 'heron --version',
          person:
            'useradd --create-home ada && mkdir /home/ada/letters && echo hello > /home/ada/letters/a.txt && chown -R ada /home/ada',
          do: `su ada -c 'cd && heron do "zip the folder ./letters and tell me its sha256" --allow plan'`,
          zip: 'head -c 2 /home/ada/letters.zip; echo',
          status: `su ada -c 'heron status'`,
          files: 'dpkg -L heron',
          owners:
            'dpkg -L heron | xargs -d "\\n" stat -c "%U %A %n" | grep -v "^root -rw-r--r--\\|^root drwxr-xr-x\\|^root -rwxr-xr-x" || true',
          enabled: 'ls /etc/systemd/user/*.wants /usr/lib/systemd/user/*.wants 2>/dev/null | grep heron || true',
          plan: `echo '${JSON.stringify(plan)}' > /tmp/a.heron && chmod 644 /tmp/a.heron && su ada -c 'cd && timeout -s INT 20 heron open /tmp/a.heron || true; heron runs --json'`,
        }),
      );
      const out = outputsOf(stdout);
      expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
      expect(out['version']).toBe(packageJson.version);
      expect(out['do']).toMatch(/The sha256 of \/home\/ada\/letters\.zip/);
      expect(out['zip']).toBe('PK');
      expect(out['status']).toContain('/home/ada/.local/share/heron');
      expect(out['owners']).toBe('');
      expect(out['enabled']).toBe('');
      const files = out['files']?.split('\n') ?? [];
      for (const path of [
        '/usr/bin/heron',
        '/usr/lib/heron/node/node',
        '/usr/share/applications/heron.desktop',
        '/usr/share/icons/hicolor/scalable/apps/heron.svg',
        '/usr/share/icons/hicolor/256x256/apps/heron.png',
        '/usr/share/mime/packages/heron.xml',
        '/usr/lib/systemd/user/heron.service',
        '/usr/share/man/man1/heron.1.gz',
        '/usr/share/doc/heron/copyright',
      ])
        expect(files).toContain(path);
      // The link leads to the plan that was laid out; of the two runs asked for, only the sentence's was one.
      expect(out['plan']).toMatch(/Heron is at http:\S+#\/plan\/opn_/);
      expect(JSON.parse(out['plan']?.split('\n').at(-1) ?? '')).toHaveLength(1);
    },
  );

  test(
    'the user service is one that systemd takes, starts for a person and ends when it is told to',
    { timeout: slow },
    async () => {
      const { code, stdout, stderr } = await root.run(
        steps({
          install: 'apt-get install -y --no-install-recommends systemd >&2',
          verify: `su ada -c 'XDG_RUNTIME_DIR=/tmp systemd-analyze verify --user --man=no /usr/lib/systemd/user/heron.service' 2>&1`,
          service: `su ada -c 'sh ${theirs('run-service', runService)}'`,
        }),
      );
      expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
      const out = outputsOf(stdout);
      expect(out['verify']).toBe('');
      expect(out['service']).toMatch(/^Heron \S+, headless, since/);
      expect(out['service']).toMatch(/ended with 0$/);
    },
  );

  test("the launcher opens the system's browser at what was opened", { timeout: slow }, async () => {
    theirs('chromium', fakeBrowser, 'usr/bin');
    const { code, stdout, stderr } = await root.run(
      steps({ launch: `su ada -c 'sh ${theirs('launch', launch)}'`, remove: 'rm /usr/bin/chromium' }),
    );
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    const out = outputsOf(stdout);
    expect(out['launch']).toMatch(/^--app=http:\/\/127\.0\.0\.1:\d+\/\S*#\/inbox$/m);
    expect(out['launch']).toContain('--user-data-dir=/home/ada/.local/share/heron/browser');
    expect(out['launch']).toMatch(/^200 <!doctype html>/im);
  });

  test("purged, nothing of the program is left, and a person's data is", { timeout: slow }, async () => {
    const { code, stdout, stderr } = await root.run(
      steps({
        purge: 'apt-get purge -y heron >&2 && apt-get autoremove --purge -y >&2',
        status: 'dpkg -s heron 2>&1 || true',
        data: 'ls /home/ada/.local/share/heron',
      }),
    );
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    const out = outputsOf(stdout);
    expect(out['status']).toContain('is not installed');
    expect(out['data']).toContain('heron.db');
    const known = new Set(before.split('\n'));
    const added = (await listing()).split('\n').filter((path) => !known.has(path));
    expect(added.filter((path) => /heron/i.test(path))).toEqual([]);
  });
});

test.skipIf(process.platform !== 'linux')(
  'the desktop entry and the man page are as their readers want them',
  async () => {
    const entry = join(checkout, 'build/debian/heron.desktop');
    const validated = await run('desktop-file-validate', [entry]);
    // Where the validator is not installed, the fields that matter are looked at.
    if (validated.code !== -1) expect([validated.stdout, validated.code]).toEqual(['', 0]);
    const text = readFileSync(entry, 'utf8');
    expect(text).toMatch(/^Exec=\/usr\/bin\/heron open %u$/m);
    expect(text).toMatch(/^Actions=ask;inbox;timeline;$/m);
    expect(text).toMatch(/^Name=Ask Heron\nExec=\/usr\/bin\/heron open heron:\/\/ask$/m);
    expect(text).toMatch(/^MimeType=application\/x-heron-plan\+json;x-scheme-handler\/heron;$/m);
  },
);
