import { ipcMain, MessageChannelMain } from 'electron';
import { serveMessagePort } from '../gateway/message-port-transport.ts';
import type { RpcServer } from '../gateway/rpc-server.ts';
import { isTrustedFrame } from './page-trust.ts';

/** Hands a message port to the page each time it has loaded; the preload script asks for it. */
export function servePagePorts(rpc: RpcServer, pageOrigin: string): void {
  ipcMain.on('heron:connect', ({ senderFrame }) => {
    if (!senderFrame || !isTrustedFrame(senderFrame, pageOrigin)) return;
    const { port1, port2 } = new MessageChannelMain();
    serveMessagePort(rpc, port1);
    senderFrame.postMessage('heron:port', null, [port2]);
  });
}
