import { ask, askJson, fieldsOf, numberIn, type Run, textIn } from './service.ts';
import { readSpoken, tellOn } from './spoken.ts';

export const exec: Run<'exec'> = async ({ container, command, env, user, folder, socket }, context) => {
  const service = { context, socket };
  const made = await askJson(service, `/containers/${encodeURIComponent(container)}/exec`, {
    method: 'POST',
    body: {
      ...{ AttachStdout: true, AttachStderr: true, Tty: false, Privileged: false, Cmd: command, Env: env },
      ...(user === '' ? {} : { User: user }),
      ...(folder === '' ? {} : { WorkingDir: folder }),
    },
  });
  const id = textIn(fieldsOf(made)['Id']);
  const { body } = await ask(service, `/exec/${id}/start`, { method: 'POST', body: { Detach: false, Tty: false } });
  const said = await readSpoken(body, tellOn(service));
  const { ExitCode: code } = fieldsOf(await askJson(service, `/exec/${id}/json`));
  return { container, exitCode: numberIn(code), ...said };
};
