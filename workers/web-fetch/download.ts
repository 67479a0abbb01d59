import type { ActionRun, WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Answer, limited, request } from './request.ts';

export const download: ActionRun<Actions['download']['input'], Actions['download']['output']> = async (
  { url, destination, overwrite, maxBytes },
  context,
) => {
  const answer = await request(url, '*/*', context);
  const content = reported(limited(answer, maxBytes), answer, context);
  const { size } = await context.files.write(destination, content, { overwrite });
  return { url: answer.url, path: destination, bytes: size, contentType: answer.contentType };
};

async function* reported(
  chunks: AsyncIterable<Uint8Array>,
  answer: Answer,
  context: WorkerContext,
): AsyncGenerator<Uint8Array> {
  const total = Number(answer.headers['content-length'] ?? 0);
  const step = total > 0 ? total / 100 : 1_000_000;
  let bytes = 0;
  let reportedAt = 0;
  const report = () => {
    reportedAt = bytes;
    context.progress(total > 0 ? { percent: Math.min(100, (bytes / total) * 100) } : { text: `${bytes} bytes` });
  };
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes - reportedAt >= step) report();
    yield chunk;
  }
  if (bytes > reportedAt) report();
}
