import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ivm from 'isolated-vm';
import { root } from '../steps.ts';

/** One bare thing, again and again. */
export type Floor = { once: () => Promise<unknown>; close: () => Promise<void> };

const echo = 'process.stdin.on("data", (data) => process.stdout.write(data))';

/** A line to a bare Node child and back: nobody looks at it on either side. */
export function openBarePipe(): Floor {
  const child = startChild(['-e', echo]);
  let id = 0;
  return {
    async once() {
      id += 1;
      child.stdin?.write(`${JSON.stringify({ id, input: { text: 'heron' } })}\n`);
      if (child.stdout) await once(child.stdout, 'data');
    },
    close: () => end(child),
  };
}

const answeringByChannel = `process.on('message', ({ call, input }) => process.send({ type: 'result', call, output: input }))`;

const askingAnIsolate = `
import ivm from 'isolated-vm';
const context = await new ivm.Isolate({ memoryLimit: 64 }).createContext();
const give = await context.eval('(input) => input', { reference: true });
const how = { arguments: { copy: true }, result: { copy: true, promise: true } };
process.on('message', async ({ call, input }) => {
  process.send({ type: 'result', call, output: await give.apply(undefined, [input], how) });
});
`;

/** What Node gives whoever wants a child to talk to: its own channel of messages, with nothing looked at. */
export function openBareChild(): Floor {
  return overChannel(answeringByChannel);
}

/** The same, where the child hands the input to an isolate and gives back what comes out. */
export function openBareChildWithIsolate(): Floor {
  return overChannel(askingAnIsolate);
}

function overChannel(script: string): Floor {
  // isolated-vm asks for the flag.
  const args = ['--no-node-snapshot', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], cwd: root });
  let call = 0;
  return {
    async once() {
      call += 1;
      const answered = once(child, 'message');
      child.send({ type: 'call', call, action: 'say', input: { text: 'heron' } });
      await answered;
    },
    close: () => end(child),
  };
}

const answering = `
let held = Buffer.alloc(0);
const actions = { say: async (input) => input };
process.stdin.on('data', async (chunk) => {
  held = Buffer.concat([held, chunk]);
  while (held.length >= 4 && held.length >= 4 + held.readUInt32LE(0)) {
    const { call, action, input } = JSON.parse(held.toString('utf8', 4, 4 + held.readUInt32LE(0)));
    held = held.subarray(4 + held.readUInt32LE(0));
    process.stdout.write(frame({ type: 'result', call, output: await actions[action](input) }));
  }
});
${frame.toString()}
`;

/**
 * What whoever calls a worker with care cannot leave out: the same message, in frames that know their length, read on both
 * sides; an input and an output that are checked; a deadline; a child under Node's permission model. No sandbox around it,
 * nothing counted, nobody asked.
 */
export function openCarefulPipe(): Floor {
  const child = startChild(['--permission', '-e', answering]);
  const text = {
    type: 'object',
    properties: { text: { type: 'string' } },
    required: ['text'],
    additionalProperties: false,
  };
  const isValid = new Ajv2020().compile(text);
  const waiting = new Map<number, { take: (output: unknown) => void; deadline: NodeJS.Timeout }>();
  const scope = { runId: 'run_00000000000000000000000000', taskId: 't', attempt: 1, idempotencyKey: 'k' };
  let held = Buffer.alloc(0);
  let lastCall = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 4 && held.length >= 4 + held.readUInt32LE(0)) {
      const { call, output } = JSON.parse(held.toString('utf8', 4, 4 + held.readUInt32LE(0))) as Answer;
      held = held.subarray(4 + held.readUInt32LE(0));
      waiting.get(call)?.take(output);
    }
  });
  return {
    once: () =>
      new Promise((resolve, reject) => {
        const input = { text: 'heron' };
        if (!isValid(input)) return reject(new Error('The input is not valid'));
        const call = (lastCall += 1);
        const deadline = setTimeout(() => reject(new Error('The call took too long')), 10_000);
        const take = (output: unknown): void => {
          clearTimeout(deadline);
          waiting.delete(call);
          if (isValid(output)) resolve(output);
          else reject(new Error('The output is not valid'));
        };
        waiting.set(call, { take, deadline });
        child.stdin?.write(frame({ type: 'call', call, action: 'say', input, scope, settings: {} }));
      }),
    close: () => end(child),
  };
}

type Answer = { call: number; output: unknown };

/** Its text also runs in the child. */
function frame(message: object): Buffer {
  const json = JSON.stringify(message);
  const bytes = Buffer.byteLength(json);
  const whole = Buffer.allocUnsafe(4 + bytes);
  whole.writeUInt32LE(bytes, 0);
  whole.write(json, 4);
  return whole;
}

/** A function in an isolate of this process, which gives its input back. */
export async function openBareIsolate(): Promise<Floor> {
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  const context = await isolate.createContext();
  const give = await context.eval('(input) => input', { reference: true });
  return {
    once: () =>
      give.apply(undefined, [{ text: 'heron' }], { arguments: { copy: true }, result: { copy: true, promise: true } }),
    close: () => Promise.resolve(isolate.dispose()),
  };
}

function startChild(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
