import { existsSync } from 'node:fs';

/**
 * Where the service listens that runs containers here: what the environment says, else the first of the usual places where
 * something is, else Docker's own.
 */
export function containerSocket(
  environment: NodeJS.ProcessEnv = process.env,
  isThere: (path: string) => boolean = existsSync,
): string {
  const said = [environment['DOCKER_HOST'], environment['CONTAINER_HOST']].find((place) =>
    place?.startsWith('unix://'),
  );
  if (said !== undefined) return said.slice('unix://'.length);
  const { XDG_RUNTIME_DIR: runtime, HOME: home } = environment;
  const usual = [
    '/run/docker.sock',
    '/var/run/docker.sock',
    ...(runtime ? [`${runtime}/docker.sock`, `${runtime}/podman/podman.sock`] : []),
    '/run/podman/podman.sock',
    ...(home ? [`${home}/.docker/run/docker.sock`, `${home}/.colima/default/docker.sock`] : []),
  ];
  return usual.find(isThere) ?? '/run/docker.sock';
}
