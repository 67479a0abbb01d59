import { block, decodeText, fail, type RemotePlace, type RemoteSync, type WorkerContext } from 'heron/worker-kit';

const mostErrors = 64 * 1024;

/** A line of what rsync would do or does. `why` is what it says of a file that both sides have. */
export type RemoteChange = {
  name: string;
  kind: 'file' | 'folder';
  bytes: number;
  why: 'new' | 'size' | 'time' | 'content' | 'gone';
};

export type RemoteReport = {
  changes: RemoteChange[];
  /** Files that are as they should be. */
  same: number;
  skipped: string[];
};

/** Sees to it that the key of the host is one the person has said yes to, and asks them if it is a new one. */
export async function meet(place: RemotePlace, context: WorkerContext): Promise<void> {
  if (context.answer === refusal) fail('conflict', `The key of ${place.host} is not trusted, as you said`);
  const { isKnown, kind, fingerprint } = await context.remotes.meet(place);
  if (isKnown) return;
  block(
    `${place.host} (port ${place.port}) shows the key ${fingerprint} (${kind}), which Heron has not seen before. Compare it with what is told on that machine by: ssh-keyscan localhost | ssh-keygen -lf -. Is it the right one?`,
    [`Trust ${fingerprint}`, refusal],
  );
}

const refusal = 'Do not connect';

/** Runs rsync to its end. `onChange` hears of each change as it is made. */
export async function rsync(
  wish: RemoteSync,
  context: WorkerContext,
  onChange: (change: RemoteChange) => void = () => undefined,
): Promise<RemoteReport> {
  const running = await started(wish, context);
  const report: RemoteReport = { changes: [], same: 0, skipped: running.left };
  const sums = { files: 0, moved: 0 };
  const take = (line: string): void => {
    const change = changeIn(line);
    if (change) {
      report.changes.push(change);
      onChange(change);
    } else readLine(line, report, sums);
  };
  const errors: Uint8Array[] = [];
  let [rest, held]: [Uint8Array, number] = [new Uint8Array(), 0];
  for await (const { stream, bytes } of running.output) {
    if (stream === 'stdout') rest = takeLines(rest, bytes, take);
    else if ((held += bytes.byteLength) < mostErrors) errors.push(bytes.slice());
  }
  if (rest.byteLength > 0) take(decodeText(rest));
  const { code } = await running.exit;
  context.signal.throwIfAborted();
  const said = errors.map((each) => decodeText(each)).join('');
  if (code !== 0) failAs(wish, code, said);
  report.same = Math.max(0, sums.files - sums.moved);
  return report;
}

async function started(wish: RemoteSync, context: WorkerContext) {
  try {
    return await context.remotes.sync(wish);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'not-found') throw error;
    return fail('unsupported', 'rsync and ssh are not on this machine; install them to sync over SSH');
  }
}

function takeLines(rest: Uint8Array, bytes: Uint8Array, take: (line: string) => void): Uint8Array {
  const whole = new Uint8Array(rest.byteLength + bytes.byteLength);
  whole.set(rest);
  whole.set(bytes, rest.byteLength);
  let from = 0;
  for (let at = whole.indexOf(10); at !== -1; at = whole.indexOf(10, from)) {
    take(decodeText(whole.subarray(from, at)));
    from = at + 1;
  }
  return whole.slice(from);
}

/** `<f.st...... 12 a/b`: which way, of what kind, what differs; a sign for each, and a plus for all of what is new. */
function changeIn(line: string): RemoteChange | undefined {
  const [, deleted] = /^\*deleting +(?:\d+ )?([^]+)$/.exec(line) ?? [];
  if (deleted !== undefined) return { ...named(deleted), bytes: 0, why: 'gone' };
  const [, way, letter, marks = '', size, name] = /^([<>c.])([fd])([.+ a-zA-Z?]{9}) (\d+) ([^]+)$/.exec(line) ?? [];
  if (name === undefined || way === '.' || name === './') return undefined;
  const { kind } = named(letter === 'd' && !name.endsWith('/') ? `${name}/` : name);
  const why = marks.startsWith('+') ? 'new' : marks[1] === 's' ? 'size' : marks[0] === 'c' ? 'content' : 'time';
  return { ...named(name), kind, bytes: kind === 'file' ? Number(size) : 0, why };
}

/** rsync writes what is no plain character of a name as its number: `\#012`. */
function named(text: string): Pick<RemoteChange, 'name' | 'kind'> {
  const plain = text.replace(/\\#(\d{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
  return plain.endsWith('/') ? { name: plain.slice(0, -1), kind: 'folder' } : { name: plain, kind: 'file' };
}

function readLine(line: string, report: RemoteReport, sums: { files: number; moved: number }): void {
  const [, left] = /^skipping non-regular file "([^]*)"$/.exec(line) ?? [];
  if (left !== undefined) report.skipped.push(named(left).name);
  const [, regular, all] = /^Number of files: (\d+)(?: \((?:reg: (\d+))?)?/.exec(line) ?? [];
  if (regular !== undefined) sums.files = Number(all ?? 0);
  const [, moved] = /^Number of regular files transferred: (\d+)/.exec(line) ?? [];
  if (moved !== undefined) sums.moved = Number(moved);
}

/** Ends the action with what ssh or rsync says is wrong. */
function failAs({ place, remoteFolder }: RemoteSync, code: number | null, said: string): never {
  const { host } = place;
  const details = { host };
  const lines = said.split('\n').map((line) => line.trim());
  const told = (lines.find((line) => line !== '') ?? `rsync ended with code ${code}`).slice(0, 500);
  if (/host key verification failed|host identification has changed|host key is known for/i.test(said)) {
    return fail(
      'conflict',
      `${host} shows another key than the one you trusted, so nothing was sent. If it was set up anew, take its line out of known-hosts in Heron's data folder`,
      details,
    );
  }
  if (/permission denied \(/i.test(said)) {
    const message = `${host} does not let Heron in: it needs a key of yours that ssh finds by itself or your agent holds (${told})`;
    return fail('worker-failed', message, details);
  }
  if (/command not found|rsync: not found|code 127/i.test(said))
    return fail('unsupported', `There is no rsync on ${host}`, details);
  if (/change_dir .* failed: No such file/i.test(said)) {
    return fail('not-found', `There is no folder ${remoteFolder} on ${host}`, { field: 'remoteFolder' });
  }
  if (code === 25)
    return fail('limit-exceeded', `More would be removed on ${host} than allowed`, { field: 'maxRemoved' });
  const isOffline = code === 255 || code === 10 || code === 12 || code === 30 || code === 35;
  return fail(isOffline ? 'network' : 'worker-failed', `${host}: ${told}`, details);
}
