import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, expect, test } from 'vitest';
import { contract } from '../../contract/index.ts';
import { createConnection } from './connection.ts';
import { portChannel, portMessage } from './port-channel.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** An engine behind a port; the other end is what a preload script would post. */
function servedPort(name: string): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const os = implement(contract);
  const configuration = { baseUrl: 'http://127.0.0.1:1234', model: name, hasKey: false };
  new RPCHandler({ models: { get: os.models.get.handler(() => configuration) } }).upgrade(port2);
  port2.start();
  closing.push(() => port2.close());
  return port1;
}

function setUp(isOwn = () => true) {
  const page = new EventTarget();
  const connection = createConnection({
    open: portChannel(page, isOwn),
    pause: { first: 1, longest: 1 },
    patienceMs: 50,
  });
  closing.push(connection.close);
  const post = (data: unknown, port: MessagePort) =>
    page.dispatchEvent(new MessageEvent('message', { data, ports: [port] }));
  const model = async () => (await connection.client.models.get({}))?.model;
  return { post, connection, model };
}

test('calls go through the port the preload script posts', async () => {
  const { post, model } = setUp();
  post(portMessage, servedPort('first'));
  expect(await model()).toBe('first');
});

test('a later port takes the place of an earlier one', async () => {
  const { post, connection, model } = setUp();
  post(portMessage, servedPort('first'));
  expect(await model()).toBe('first');
  post(portMessage, servedPort('second'));
  await expect.poll(() => connection.state.getState().opened).toBe(2);
  expect(await model()).toBe('second');
});

test('a call under way on a port that is replaced fails instead of hanging', async () => {
  const { post, connection } = setUp();
  post(portMessage, new MessageChannel().port1);
  await connection.whenOnline();
  const call = connection.client.models.get({}).catch(() => 'failed');
  await new Promise((resolve) => setTimeout(resolve, 5));
  post(portMessage, servedPort('second'));
  expect(await call).toBe('failed');
});

test('a port from elsewhere, or with another message, is not taken', async () => {
  const own = setUp();
  own.post('something else', servedPort('wrong'));
  await expect(own.model()).rejects.toThrow('cannot be reached');
  const foreign = setUp(() => false);
  foreign.post(portMessage, servedPort('wrong'));
  await expect(foreign.model()).rejects.toThrow('cannot be reached');
});
