import { type CodeArtifact, decodeText, fail, type RanCode, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

type Artifact = Actions['run']['output']['artifacts'][number];

const largestText = 64 * 1024;
const mostText = 512 * 1024;

/** Small texts are given as they are; of the rest there is the name, the size and the sum. */
export async function textsOf(ran: RanCode): Promise<Artifact[]> {
  const artifacts: Artifact[] = [];
  let left = mostText;
  for (const artifact of ran.artifacts) {
    const isSmall = artifact.bytes <= Math.min(largestText, left);
    const text = isSmall ? await textOf(ran, artifact) : undefined;
    if (text !== undefined) left -= artifact.bytes;
    artifacts.push(text === undefined ? artifact : { ...artifact, text });
  }
  return artifacts;
}

async function textOf(ran: RanCode, { name, bytes }: CodeArtifact): Promise<string | undefined> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for await (const chunk of ran.read(name)) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  if (whole.includes(0)) return undefined;
  const text = decodeText(whole);
  return text.includes('\uFFFD') ? undefined : text;
}

/** Puts them into a folder, all or none: nothing that is there is replaced. */
export async function keepIn(folder: string, ran: RanCode, { files }: WorkerContext): Promise<Artifact[]> {
  const kept = ran.artifacts.map((artifact) => ({
    ...artifact,
    path: `${folder.replace(/[/\\]$/, '')}/${artifact.name}`,
  }));
  for (const { path } of kept) {
    if (await files.status(path))
      fail('already-exists', `${path} exists already; the code’s files were not kept`, { path });
  }
  for (const { name, path } of kept) await files.write(path, ran.read(name));
  return kept;
}
