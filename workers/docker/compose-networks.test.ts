import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext } from 'heron/worker-kit/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chosenServices, readComposeFile } from './compose-file.ts';
import { missing, type Podman, startPodman, withoutBridges } from './fixtures/podman.ts';
import worker from './index.ts';

const { composeUp, composeDown, images, logs, pull } = worker.actions;
const read = (text: string) => readComposeFile(text, '/work/shop/compose.yaml', { project: '', variables: new Map() });

const profiles = `services:
  web: {image: x, depends_on: [store]}
  store: {image: x}
  tools: {image: x, profiles: [debug, tools], depends_on: [probe]}
  probe: {image: x, profiles: [debug]}
`;

test.each([
  [[], [], ['store', 'web']],
  [[], ['debug'], ['store', 'web', 'probe', 'tools']],
  [['tools'], [], ['probe', 'tools']],
  [['web'], ['debug'], ['store', 'web']],
])('of the services %j with the profiles %j these are started: %j', (names, asked, started) => {
  expect(chosenServices(read(profiles).services, names, asked).map(({ name }) => name)).toEqual(started);
});

test('a profile that no service has, and a service that waits for one that is in none of those asked for, are told', () => {
  const { services } = read(profiles);
  expect(() => chosenServices(services, [], ['gone'])).toThrow(
    expect.objectContaining({ message: 'profiles: no service has gone', details: { field: 'profiles' } }),
  );
  expect(() => chosenServices(services, [], ['tools'])).toThrow(
    expect.objectContaining({
      message: 'services.tools.depends_on names probe, which is in no profile that was asked for (debug)',
    }),
  );
});

const whyNone = missing();
const why = whyNone ?? withoutBridges();
let podman: Podman;
let folder: string;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-networks-')));
  if (whyNone === undefined) podman = await startPodman();
}, 60_000);
afterAll(async () => {
  await podman?.end();
  rmSync(folder, { recursive: true, force: true });
});

type Inspected = { NetworkSettings?: { Networks?: Record<string, { Aliases?: string[] }> }; internal?: boolean };

function inspect(path: string): Promise<Inspected> {
  return new Promise((resolve, reject) => {
    request({ socketPath: podman.socket, path: `/v4.0.0/libpod${path}` }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => resolve(JSON.parse(text) as Inspected));
    })
      .on('error', reject)
      .end();
  });
}

test.skipIf(why !== undefined)(
  `services are in the networks they name, and find each other there alone${why === undefined ? '' : ` (skipped: ${why})`} [W-06]`,
  async () => {
    const file = join(folder, 'compose.yaml');
    const ping = (name: string): string =>
      `busybox ping -c 1 -W 2 ${name} >/tmp/said 2>&1 && echo ${name} answers || echo ${name} does not`;
    const said = (script: string): string => JSON.stringify(['sh', '-c', `${script}; sleep 1000`]);
    writeFileSync(
      file,
      [
        ...['name: shop', 'services:'],
        ...[
          '  store:',
          `    image: ${podman.image}`,
          '    networks: {back: {aliases: [shelf]}}',
          `    command: ${said('true')}`,
        ],
        ...['  web:', `    image: ${podman.image}`, '    networks: [front, back]', '    depends_on: [store]'],
        `    command: ${said(ping('shelf'))}`,
        ...[
          '  page:',
          `    image: ${podman.image}`,
          '    networks: [front]',
          '    depends_on: [store]',
          '    profiles: [page]',
        ],
        `    command: ${said(ping('store'))}`,
        'networks: {front: {}, back: {internal: true, name: own-back}}',
      ].join('\n'),
    );
    const { socket } = podman;
    const context = () => fakeContext({ allow: { sockets: [socket], read: [folder], write: [folder] } });
    const input = { file, project: '', services: [], profiles: ['page'], variables: [], socket };
    await composeUp(input, context());
    const networks = async (name: string) =>
      Object.keys((await inspect(`/containers/shop-${name}-1/json`)).NetworkSettings?.Networks ?? {}).toSorted();
    expect(await networks('web')).toEqual(['own-back', 'shop_front']);
    expect(await networks('page')).toEqual(['shop_front']);
    const saidBy = async (container: string) =>
      (await logs({ container, lines: 10, follow: false, seconds: 60, socket }, context())).lines;
    await expect.poll(() => saidBy('shop-web-1'), { timeout: 50_000 }).toEqual(['shelf answers']);
    await expect.poll(() => saidBy('shop-page-1'), { timeout: 50_000 }).toEqual(['store does not']);
    const down = await composeDown({ file, project: '', volumes: false, socket }, context());
    expect(down.removed.toSorted()).toEqual(['own-back', 'shop-page-1', 'shop-store-1', 'shop-web-1', 'shop_front']);
  },
  120_000,
);

test.skipIf(whyNone !== undefined)(
  `an image is fetched from a registry, one that is not there is told by its name${whyNone === undefined ? '' : ` (skipped: ${whyNone})`}`,
  async () => {
    const { socket, registry } = podman;
    const context = () => fakeContext({ allow: { sockets: [socket] } });
    const image = `${registry}/birds/heron:2`;
    expect(await pull({ image, socket }, context())).toMatchObject({ image });
    const tags = (await images({ socket }, context())).images.flatMap((each) => each.tags);
    expect(tags).toContain(image);
    await expect(pull({ image: `${registry}/gone:1`, socket }, context())).rejects.toMatchObject({
      message: expect.stringContaining('gone') as string,
    });
    await expect(pull({ image, socket }, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
  },
  60_000,
);
