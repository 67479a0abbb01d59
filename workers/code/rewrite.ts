import type { WorkerContext } from 'heron/worker-kit';

/** Another text for a file that is there; who may do what with it stays. */
export async function rewrite(path: string, text: string, { files }: WorkerContext): Promise<void> {
  const status = await files.status(path);
  await files.write(path, text, { overwrite: true, ...(status ? { mode: status.mode & 0o777 } : {}) });
}
