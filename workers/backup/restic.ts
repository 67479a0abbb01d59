import { decodeText, fail, type WorkerContext } from 'heron/worker-kit';

const mostBytes = 64 * 1024 * 1024;

export type Said = { code: number | null; lines: string[]; errors: string };

export type ResticOptions = {
  /** Where it works. */
  folder?: string;
  /** Is handed each line of JSON that tells how far it is; these are not kept. */
  onStatus?: (status: Readonly<Record<string, unknown>>) => void;
  /** Endings that are no failure. */
  fine?: number[];
};

/**
 * Repositories are folders of this machine; the password goes to restic alone, in no argument and no file. A lock that a
 * killed restic left behind is taken away by restic itself, which knows whether its owner still runs.
 */
export async function restic(
  context: WorkerContext,
  repository: string,
  args: string[],
  options: ResticOptions = {},
): Promise<Said> {
  const { fine = [0] } = options;
  let end = await once(context, repository, args, options);
  if (isLocked(end)) {
    await once(context, repository, ['unlock']);
    end = await once(context, repository, args, options);
  }
  if (isLocked(end) || !fine.includes(end.code ?? -1)) failAs(args[0] ?? '', repository, end);
  return end;
}

function isLocked({ code, errors }: Said): boolean {
  return code !== 0 && /already locked/i.test(errors);
}

async function once(
  context: WorkerContext,
  repository: string,
  args: string[],
  options: ResticOptions = {},
): Promise<Said> {
  const { folder, onStatus } = options;
  const password = await context.secrets.handle('backup-password');
  context.signal.throwIfAborted();
  const started = await start(context, [`--repo=${repository}`, '--json', '--no-cache', ...args], {
    ...(folder === undefined ? {} : { cwd: folder }),
    environment: { RESTIC_PASSWORD: password },
  });
  const said = collectLines(onStatus);
  const errors: Uint8Array[] = [];
  let held = 0;
  for await (const { stream, bytes } of started.output) {
    if (stream === 'stderr') errors.push(bytes.slice());
    else said.add(bytes);
    held = said.kept() + errors.reduce((sum, each) => sum + each.byteLength, 0);
    if (held > mostBytes) {
      await started.kill();
      fail('limit-exceeded', `restic ${args[0]} said more than ${mostBytes} bytes`);
    }
  }
  const { code } = await started.exit;
  context.signal.throwIfAborted();
  return { code, lines: said.end(), errors: joined(errors).trim() };
}

async function start(context: WorkerContext, args: string[], options: Parameters<WorkerContext['shell']['run']>[2]) {
  try {
    return await context.shell.run('restic', args, options);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not-found') {
      return fail('unsupported', 'restic is not on this machine; install it to make backups', { program: 'restic' });
    }
    throw error;
  }
}

/** Ends the action with what restic says is wrong. */
export function failAs(command: string, repository: string, { code, errors, lines }: Said): never {
  const told = (errors || lines.at(-1) || `it ended with code ${code}`).replace(/^Fatal: /m, '');
  const details = { path: repository };
  if (/wrong password/i.test(told)) {
    return fail('worker-failed', `The secret backup-password is not the password of ${repository}`, details);
  }
  if (/unable to open config file|does not exist|Is there a repository/i.test(told)) {
    return fail('not-found', `There is no backup in ${repository}`, details);
  }
  if (/already (initialized|exists)/i.test(told)) {
    return fail('already-exists', `There is a backup in ${repository} already`, details);
  }
  if (/no matching ID|no snapshot found|invalid id/i.test(told)) {
    return fail('not-found', `The backup in ${repository} has no such snapshot`, details);
  }
  if (/already locked/i.test(told)) {
    const [, owner = 'it does not say who'] = /already locked (?:exclusively )?by ([^\n"]+)/i.exec(told) ?? [];
    return fail('conflict', `Another program is at work on the backup in ${repository}: ${owner}`, details);
  }
  return fail('worker-failed', `restic ${command}: ${told.slice(0, 500)}`, details);
}

function collectLines(onStatus: ResticOptions['onStatus']) {
  const lines: string[] = [];
  let rest: Uint8Array[] = [];
  let kept = 0;
  const take = (line: string): void => {
    if (onStatus && line.startsWith('{"message_type":"status"')) return onStatus(fieldsOf(parsed(line)));
    if (line !== '') lines.push(line);
    kept += line.length;
  };
  return {
    add(bytes: Uint8Array): void {
      let from = 0;
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, from)) {
        take(joined([...rest, bytes.slice(from, at)]));
        rest = [];
        from = at + 1;
      }
      if (from < bytes.byteLength) rest.push(bytes.slice(from));
    },
    kept: () => kept + rest.reduce((sum, each) => sum + each.byteLength, 0),
    end(): string[] {
      take(joined(rest));
      return lines;
    },
  };
}

function joined(chunks: Uint8Array[]): string {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return decodeText(whole);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Every line that is JSON; restic writes plain sentences between. */
export function jsonIn(lines: string[]): unknown[] {
  return lines.map(parsed).filter((each) => each !== undefined);
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

export function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
