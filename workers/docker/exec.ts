import { randomUUID } from 'node:crypto';
import { fail } from 'heron/worker-kit';
import { ask, askJson, type Fields, fieldsOf, numberIn, type Run, type Service, textIn } from './service.ts';
import { readSpoken, type Spoken, tellOn } from './spoken.ts';
import { refuseWithoutWalls } from './walls.ts';

export const exec: Run<'exec'> = async ({ container, command, env, user, folder, seconds, socket }, context) => {
  const service = { context, socket };
  await refuseWithoutWalls(service, container);
  const mark = `HERON_EXEC=${randomUUID()}`;
  const id = await create(service, container, {
    ...{ Tty: false, Privileged: false, Cmd: command, Env: [...env, mark] },
    ...(user === '' ? {} : { User: user }),
    ...(folder === '' ? {} : { WorkingDir: folder }),
  });
  const end = await createEnd(service, container, mark);
  // A call that is cancelled can ask for nothing more, and the command would go on.
  const drop = await context.sockets.leave(socket, { method: 'POST', ...end });
  const said = await readUntil(service, id, { seconds, end });
  if (!context.signal.aborted) await drop();
  const { ExitCode: code } = fieldsOf(await askJson(service, `/exec/${id}/json`));
  return { container, exitCode: numberIn(code), ...said };
};

async function create(service: Service, container: string, asked: Fields): Promise<string> {
  const path = `/containers/${encodeURIComponent(container)}/exec`;
  const body = { AttachStdout: true, AttachStderr: true, ...asked };
  return textIn(fieldsOf(await askJson(service, path, { method: 'POST', body }))['Id']);
}

type End = { target: string; json: string };

/** The service ends no command; a second one in the container does, which finds the first by a variable of its own. */
async function createEnd(service: Service, container: string, mark: string): Promise<End> {
  const find = `for p in /proc/[0-9]*; do case "$(tr '\\0' '\\n' < $p/environ 2>/dev/null)" in *${mark}*) kill -9 "\${p#/proc/}";; esac; done`;
  const id = await create(service, container, { Tty: false, User: '0', Cmd: ['sh', '-c', find] });
  return { target: `/exec/${id}/start`, json: JSON.stringify({ Detach: true, Tty: false }) };
}

async function readUntil(
  service: Service,
  id: string,
  { seconds, end }: { seconds: number; end: End },
): Promise<Spoken> {
  const { context, socket } = service;
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    const headers = { 'content-type': 'application/json' };
    const ended = context.sockets.request(socket, { method: 'POST', target: end.target, headers, body: end.json });
    ended.catch((error: unknown) => context.log('warn', `The command could not be ended: ${String(error)}`));
  }, seconds * 1000);
  try {
    const body = { Detach: false, Tty: false };
    const answer = await ask(service, `/exec/${id}/start`, { method: 'POST', body });
    const said = await readSpoken(answer.body, tellOn(service));
    if (isOver) fail('limit-exceeded', `The command was ended after ${seconds} seconds`, { limit: seconds, ...said });
    return said;
  } finally {
    clearTimeout(timer);
  }
}
