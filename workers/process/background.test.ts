import { type FakeContext, fakeContext } from 'heron/worker-kit/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import worker from './index.ts';

const { start, run, listBackground, poll, log, write, stop, clear } = worker.actions;
const node = process.execPath;
const patience = { timeout: 30_000 };
const echo = `console.log('ready'); process.stdin.on('data', (text) => process.stdout.write('got ' + text)).on('end', () => process.exit(0))`;

function allowed(): FakeContext {
  const context = fakeContext({ allow: { programs: [node] } });
  onTestFinished(() => context.abort());
  return context;
}

const begin = (context: FakeContext, name: string) =>
  start({ program: node, args: ['-e', echo], name, keep: false }, context);
const read = async (context: FakeContext, process: string) =>
  (await log({ process, from: 'head', maxBytes: 1000 }, context)).text;

describe('in the background', () => {
  test('a program is started, asked, told, stopped and cleared by words of its name [RT-27]', async () => {
    const context = allowed();
    const { id } = await begin(context, 'npm run dev');
    await expect.poll(() => read(context, 'the dev server'), patience).toBe('ready\n');
    expect(await poll({ process: 'dev', maxBytes: 100 }, context)).toMatchObject({
      id,
      status: 'running',
      text: 'ready\n',
    });
    await write({ process: id, text: 'hello', newline: true, end: false }, context);
    await expect.poll(() => read(context, id), patience).toBe('ready\ngot hello\n');
    expect(await poll({ process: 'dev', maxBytes: 100 }, context)).toMatchObject({ text: 'got hello\n' });
    expect((await listBackground({ status: 'running' }, context)).processes).toMatchObject([{ id, end: null }]);
    expect(await stop({ process: 'dev server', graceSeconds: 5 }, context)).toMatchObject({ id, name: 'npm run dev' });
    expect((await listBackground({ status: 'all' }, context)).processes).toMatchObject([{ id, end: 'stopped' }]);
    expect(await clear({}, context)).toEqual({ cleared: 1 });
  });

  test('what is not clear is not guessed', async () => {
    const context = allowed();
    await expect(stop({ process: 'dev', graceSeconds: 1 }, context)).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is no background process',
    });
    await begin(context, 'npm run dev');
    await begin(context, 'npm run build');
    await expect(stop({ process: 'the npm server', graceSeconds: 1 }, context)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(/^Several background processes are like the npm server; name one: npm run/),
    });
    await expect(stop({ process: 'program', graceSeconds: 1 }, context)).rejects.toMatchObject({
      message: expect.stringMatching(/^Several background processes run; name one: npm run/) as string,
    });
    await expect(stop({ process: 'web', graceSeconds: 1 }, context)).rejects.toMatchObject({ code: 'not-found' });
    expect(await stop({ process: 'npm run build', graceSeconds: 1 }, context)).toMatchObject({ name: 'npm run build' });
    expect(await stop({ process: 'the server', graceSeconds: 1 }, context)).toMatchObject({ name: 'npm run dev' });
  });

  test('what runs for too long goes on there when that is asked for, and not before [RT-27]', async () => {
    const context = allowed();
    const limits = { mayFail: false, timeoutSeconds: 30, maxOutputBytes: 100_000, backgroundAfterSeconds: 10 };
    const slow = `console.log('begun'); setTimeout(() => console.log('done'), 3000)`;
    const time = Promise.withResolvers<void>();
    const waits: number[] = [];
    context.sleep = (ms) => {
      waits.push(ms);
      return ms === 10_000 ? time.promise : new Promise(() => undefined);
    };
    const call = run({ program: node, args: ['-e', slow], ...limits, background: true }, context);
    await expect.poll(() => context.reports.length, patience).toBeGreaterThan(0);
    time.resolve();
    const output = await call;
    expect(output).toMatchObject({ exitCode: null, stdout: 'begun\n', process: expect.stringMatching(/^prc_/) });
    await expect.poll(() => read(context, output.process!), patience).toBe('begun\ndone\n');
    expect(waits).toContain(10_000);
    const quick = { program: node, args: ['-e', 'console.log(1)'], ...limits, background: true };
    expect(await run(quick, allowed())).not.toHaveProperty('process');
  });
});
