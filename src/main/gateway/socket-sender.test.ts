import { expect, test } from 'vitest';
import { createSender, type SendingSocket } from './socket-sender.ts';

/** A socket whose other side reads when it is told to. */
function createSlowSocket() {
  let waiting: { bytes: number; onFlushed: () => void }[] = [];
  const socket: SendingSocket = {
    get bufferedAmount() {
      return waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    },
    send: (message, onFlushed) => void waiting.push({ bytes: (message as string).length, onFlushed }),
  };
  return {
    socket,
    read() {
      const flushed = waiting;
      waiting = [];
      for (const { onFlushed } of flushed) onFlushed();
    },
  };
}

const message = 'x'.repeat(100);
const limits = { bufferedBytes: 250, waitingMessages: 10 };

test('a sender waits while more than the limit is buffered', async () => {
  const { socket, read } = createSlowSocket();
  const sender = createSender(socket, limits, () => {});
  let sent = 0;
  const stream = (async () => {
    for (let count = 0; count < 10; count += 1) {
      await sender.send(message);
      sent += 1;
    }
  })();
  await new Promise(setImmediate);
  expect(sent).toBe(3);
  expect(socket.bufferedAmount).toBe(300);
  read();
  await new Promise(setImmediate);
  expect(sent).toBe(6);
  read();
  await new Promise(setImmediate);
  read();
  await stream;
  expect(sent).toBe(10);
});

test('a caller that lets too many answers wait is given up', async () => {
  const { socket } = createSlowSocket();
  let givenUp = 0;
  const sender = createSender(socket, limits, () => (givenUp += 1));
  for (let count = 0; count < 3 + limits.waitingMessages; count += 1) void sender.send(message);
  expect(givenUp).toBe(0);
  void sender.send(message);
  expect(givenUp).toBe(1);
  expect(socket.bufferedAmount).toBe(300);
});

test('when the connection closes, who waits is let go and nothing more is sent', async () => {
  const { socket } = createSlowSocket();
  const sender = createSender(socket, limits, () => {});
  const sending = Array.from({ length: 6 }, () => sender.send(message));
  sender.close();
  await Promise.all([...sending, sender.send(message)]);
  expect(socket.bufferedAmount).toBe(300);
});
