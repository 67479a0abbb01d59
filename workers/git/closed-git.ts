import { closedGitWords, decodeText, fail, type WorkerContext } from 'heron/worker-kit';

/** Nobody is asked, nothing but these ways is gone, and messages are in the language they are read in here. */
const environment = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ALLOW_PROTOCOL: 'file:http:https:ssh',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C.UTF-8',
};

const mostBytes = 32 * 1024 * 1024;

export type GitEnd = { code: number | null; stdout: string; stderr: string; isCut: boolean };

export type GitOptions = {
  folder?: string;
  /** Of its output; what is more is `limit-exceeded`, or cut off. */
  maxBytes?: number;
  cuts?: boolean;
  /** The header for one place, as `signIn` makes it. */
  header?: { place: string; value: string };
  /** Any ending is a result. */
  mayFail?: boolean;
};

export async function git(context: WorkerContext, args: string[], options: GitOptions = {}): Promise<GitEnd> {
  const { folder, header, maxBytes = mostBytes } = options;
  const place = header ? [`--config-env=http.${header.place}.extraHeader=GIT_HEADER`] : [];
  const started = await context.shell.run('git', [...closedGitWords, ...place, ...args], {
    ...(folder === undefined ? {} : { cwd: folder }),
    environment: { ...environment, ...(header ? { GIT_HEADER: header.value } : {}) },
  });
  const said = { stdout: collector(maxBytes), stderr: collector(64 * 1024) };
  for await (const { stream, bytes } of started.output) {
    const wasOver = said.stdout.isOver();
    said[stream].add(bytes);
    if (said.stdout.isOver() && !wasOver) await started.kill();
  }
  const isCut = said.stdout.isOver();
  const { code } = await started.exit;
  context.signal.throwIfAborted();
  if (isCut && !options.cuts) fail('limit-exceeded', `git ${args[0]} said more than ${maxBytes} bytes`);
  const end = { code, stdout: said.stdout.text(), stderr: said.stderr.text(), isCut };
  if (code !== 0 && !isCut && !options.mayFail) failAs(args[0] ?? '', end);
  return end;
}

const offline = /could not resolve host|unable to access|connection (refused|reset|timed out)|unable to look up/i;
const stranger = /could not read (username|password)|authentication failed|permission denied \(publickey|\b40[13]\b/i;
const nobody = /please tell me who you are|unable to auto-detect email|empty ident name/i;

/** Ends the action with what git says is wrong. */
export function failAs(command: string, { code, stderr, stdout }: GitEnd): never {
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  const told = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.find((line) => line !== '');
  const text = told?.replace(/^(fatal|error): /, '').slice(0, 500) ?? `it ended with code ${code}`;
  if (stranger.test(stderr)) {
    return fail(
      'worker-failed',
      `git ${command}: the other side wants to know who you are (${text}). Keep a token in Settings → Secrets, allow it, and name it as \`credential\``,
    );
  }
  if (nobody.test(stderr)) {
    return fail(
      'worker-failed',
      `git ${command}: git does not know who you are: git config --global user.name "Your Name" and git config --global user.email you@example.org say it`,
    );
  }
  return fail(offline.test(stderr) ? 'network' : 'worker-failed', `git ${command}: ${text}`);
}

function collector(maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let received = 0;
  return {
    add(bytes: Uint8Array): void {
      const kept = bytes.subarray(0, Math.max(0, maxBytes - received));
      received += bytes.byteLength;
      if (kept.byteLength > 0) chunks.push(kept);
    },
    isOver: () => received > maxBytes,
    text(): string {
      const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.byteLength;
      }
      return decodeText(whole);
    },
  };
}
