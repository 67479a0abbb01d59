import type { RpcMessage } from './rpc-server.ts';

export type SenderLimits = {
  /** Bytes not yet handed to the system above which the next message waits. */
  bufferedBytes: number;
  /** Messages that may wait at a time; one more and the caller is given up. */
  waitingMessages: number;
};

/** The part of a WebSocket that sends. */
export type SendingSocket = {
  readonly bufferedAmount: number;
  send(message: RpcMessage, onFlushed: () => void): void;
};

/**
 * Sends no faster than the other side reads. A stream of events waits here and falls behind in the log, where it costs
 * no memory; `giveUp` is called for a caller that asks for more and more and reads nothing.
 */
export function createSender(socket: SendingSocket, limits: SenderLimits, giveUp: () => void) {
  let waiting = 0;
  let isClosed = false;
  let wakeUps: (() => void)[] = [];

  function wake(): void {
    const sleepers = wakeUps;
    wakeUps = [];
    for (const sleeper of sleepers) sleeper();
  }

  function mustWait(): boolean {
    return !isClosed && socket.bufferedAmount > limits.bufferedBytes;
  }

  async function waitForRoom(): Promise<void> {
    waiting += 1;
    if (waiting > limits.waitingMessages) giveUp();
    while (mustWait()) {
      await new Promise<void>((resolve) => wakeUps.push(resolve));
    }
    waiting -= 1;
  }

  return {
    async send(message: RpcMessage): Promise<void> {
      if (mustWait()) await waitForRoom();
      if (!isClosed) socket.send(message, wake);
    },
    close(): void {
      isClosed = true;
      wake();
    },
  };
}
