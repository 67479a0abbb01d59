import type { ProcessOutput } from '../../../contract/processes.ts';
import type { Scrubber } from '../../base/scrubber.ts';
import { type LogPlace, readProcessLog } from './process-log.ts';

/** As `readProcessLog`, without the values of secrets, also where one lies across what is read and what is not. */
export async function readScrubbedLog(
  folder: string,
  place: LogPlace,
  maxBytes: number,
  scrubber: Pick<Scrubber, 'piece' | 'longest'>,
): Promise<ProcessOutput> {
  const output = await readProcessLog(folder, place, maxBytes);
  const reach = scrubber.longest();
  const read = async (from: number, to: number): Promise<string> =>
    from < to ? (await readProcessLog(folder, { offset: from }, to - from)).text : '';
  const before = await read(Math.max(output.dropped, output.start - reach), output.start);
  const after = await read(output.end, output.end + reach);
  return { ...output, text: scrubber.piece(before, output.text, after) };
}
