import { readFileSync } from 'node:fs';
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

/**
 * In a chroot nobody may make a user namespace, so bubblewrap is installed but not used there, and there is no systemd
 * and no display: that the service starts and the window opens is for a real machine to see.
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
    expect(text).toMatch(/^MimeType=application\/x-heron-plan\+json;x-scheme-handler\/heron;$/m);
  },
);
