import { fail } from 'heron/worker-kit';
import { refuseDangers, whyWithheld } from './safety.ts';
import { type Fields, fieldsOf, listIn, type Service, textIn } from './service.ts';
import { inspect } from './spoken.ts';

/** What is shown to many containers, and tells no more than the time. */
const harmless = ['/etc/localtime', '/etc/timezone'];
/** With these a program in a container is as good as one outside. */
const wide = /^(CAP_)?(ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|DAC_READ_SEARCH|BPF)$/i;
const socket = /\.sock(et)?$|^\/(var\/)?run(\/|$)/;

/**
 * Somebody else may have made a container without walls: whoever may work in it could do all that `run` refuses. Errors:
 * `invalid-input` naming what the settings do not grant, `not-found`.
 */
export async function refuseWithoutWalls(service: Service, container: string): Promise<void> {
  const { HostConfig: told, Mounts: mounts } = await inspect(service, container);
  const config = fieldsOf(told);
  const isWide = config['Privileged'] === true || listIn(config['CapAdd']).some((name) => wide.test(textIn(name)));
  const dangers = {
    privileged: isWide || listIn(config['Devices']).length > 0,
    'host-network': config['NetworkMode'] === 'host',
    'host-pid': config['PidMode'] === 'host',
  };
  refuseDangers(service.context, dangers, `${container}: `);
  for (const mount of listIn(mounts).map(fieldsOf)) refuseShown(service, container, mount);
}

function refuseShown({ context }: Service, container: string, mount: Fields): void {
  const source = textIn(mount['Source']);
  if (mount['Type'] !== 'bind' || (harmless.includes(source) && mount['RW'] === false)) return;
  const why = socket.test(source) ? 'may be a socket' : whyWithheld(source);
  if (why === undefined) return;
  const { granted } = context.settings;
  if (Array.isArray(granted) && granted.includes('privileged')) return;
  const message = `${container} is shown ${source}, which ${why}; who wants to work in it grants privileged in the settings of this worker`;
  fail('invalid-input', message, { path: source });
}
