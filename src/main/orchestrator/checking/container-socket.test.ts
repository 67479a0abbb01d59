import { expect, test } from 'vitest';
import { containerSocket } from './container-socket.ts';

const at =
  (...there: string[]) =>
  (path: string) =>
    there.includes(path);
const environment = { XDG_RUNTIME_DIR: '/run/user/7', HOME: '/home/ada' };

test('the environment says where the containers’ service is, else what is there, Docker before Podman', () => {
  const podman = '/run/user/7/podman/podman.sock';
  expect(containerSocket({ ...environment, DOCKER_HOST: 'unix:///x/y.sock' }, at('/run/docker.sock'))).toBe(
    '/x/y.sock',
  );
  expect(containerSocket({ ...environment, DOCKER_HOST: 'ssh://far' }, at(podman))).toBe(podman);
  expect(containerSocket(environment, at(podman, '/run/docker.sock'))).toBe('/run/docker.sock');
  expect(containerSocket(environment, at('/home/ada/.docker/run/docker.sock'))).toBe(
    '/home/ada/.docker/run/docker.sock',
  );
  expect(containerSocket({}, at())).toBe('/run/docker.sock');
});
