import { type BackgroundStatus, fail, type WorkerContext } from 'heron/worker-kit';

/** Words that people say of any program. */
const saidOfAll = new Set(['the', 'my', 'a', 'background', 'process', 'program', 'server', 'job', 'command', 'task']);

/**
 * The background process a person means: its id, its name, or the only one with all these words in its name or command. One that
 * is running comes before those that have ended. Fails with what there is.
 */
export async function findProcess(context: WorkerContext, said: string): Promise<BackgroundStatus> {
  const all = await context.processes.list();
  const matching = candidates(all, said);
  const running = matching.filter(({ status }) => status === 'running');
  const [found, ...others] = running.length > 0 ? running : matching.slice(0, 1);
  if (found && others.length === 0) return found;
  const names = (list: BackgroundStatus[]): string => list.map(({ id, name }) => `${name} (${id})`).join(', ');
  const isAny = wordsOf(said.toLowerCase()).every((word) => saidOfAll.has(word));
  if (found) {
    const several = isAny ? 'Several background processes run' : `Several background processes are like ${said}`;
    return fail('invalid-input', `${several}; name one: ${names(running)}`);
  }
  if (all.length === 0) return fail('not-found', 'There is no background process');
  const there = `there are ${names(all.slice(0, 20))}`;
  return fail('not-found', `No background process is like ${said}; ${there}`);
}

function candidates(all: BackgroundStatus[], said: string): BackgroundStatus[] {
  const lower = said.trim().toLowerCase();
  const exact = all.filter(({ id, name }) => id === said.trim() || name.toLowerCase() === lower);
  if (exact.length > 0) return exact;
  const words = wordsOf(lower);
  const telling = words.filter((word) => !saidOfAll.has(word));
  return all.filter((process) => {
    const own = new Set(wordsOf(`${process.name} ${process.command}`.toLowerCase()));
    return (words.length > 0 && words.every((word) => own.has(word))) || telling.every((word) => own.has(word));
  });
}

function wordsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
