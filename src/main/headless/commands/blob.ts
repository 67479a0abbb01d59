import { dataPaths } from '../../base/paths.ts';
import { exitCode } from '../exit-code.ts';
import { requestBlob } from '../owner-request.ts';
import { tableLines } from '../table.ts';
import { type CommandParts, withEngine } from './command.ts';

/** `heron blob get <id>`: writes the bytes of a blob to the standard output. */
export function getBlob(
  { terminal, openEngine, findDataFolder }: CommandParts & { findDataFolder: () => string },
  blobId: string,
): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    await client.blobs.get({ blobId });
    await terminal.outBytes(await requestBlob(dataPaths(findDataFolder()).socket, blobId));
    return exitCode.completed;
  });
}

/** `heron blob list <run>`: what a run made of images, recordings and files. */
export function listBlobs({ terminal, openEngine }: CommandParts, runId: string, json: boolean): Promise<number> {
  return withEngine(openEngine, { resumesRuns: false }, async (client) => {
    const blobs = await client.blobs.list({ runId });
    if (json) terminal.out(JSON.stringify(blobs, undefined, 2));
    else if (blobs.length === 0) terminal.err('The run made no blobs');
    else {
      const rows = blobs.map(({ id, taskId = '', mediaType, bytes, name = '' }) => [
        id,
        taskId,
        mediaType,
        `${bytes}`,
        name,
      ]);
      for (const line of tableLines(rows)) terminal.out(line);
    }
    return exitCode.completed;
  });
}
