import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { asSrt, asVtt } from './subtitles.ts';

type Transcribe = Actions['transcribe'];

export const transcribe: ActionRun<Transcribe['input'], Transcribe['output']> = async (input, context) => {
  const { path, destination, language, overwrite } = input;
  const onShare = (share: number): void => context.progress({ percent: Math.round(100 * share) });
  const said = await context.speech.transcribe(path, { onShare, ...(language === undefined ? {} : { language }) });
  if (destination === undefined) return said;
  const kind = /\.(srt|vtt)$/i.exec(destination)?.[1]?.toLowerCase();
  const text = kind === 'srt' ? asSrt(said.pieces) : kind === 'vtt' ? asVtt(said.pieces) : `${said.text}\n`;
  const written = await context.files.write(destination, text, { overwrite });
  return { ...said, path: written.path };
};
