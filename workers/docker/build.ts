import { fail } from 'heron/worker-kit';
import { type BuildContext, readContext } from './build-context.ts';
import { ask, fieldsOf, linesOf, type Run, type Service, textIn } from './service.ts';

const mostLog = 20_000;

type Asked = {
  tag: string;
  file: string;
  target: string;
  arguments: string[];
  network: 'none' | 'default';
  pull: boolean;
  cache: boolean;
};

export const build: Run<'build'> = async ({ folder, socket, tag = nameOf(folder), ...rest }, context) => {
  const asked = { ...rest, tag };
  const sent = await readContext(context, folder, asked.file);
  const { id, log } = await buildImage({ context, socket }, sent, asked);
  const { files, bytes, leftOut } = sent;
  return { image: asked.tag, id, files, bytes, leftOut: leftOut.slice(0, 100), log };
};

/** An image is called as its folder where nobody says otherwise, in the letters that names of images have. */
function nameOf(folder: string): string {
  const name = folder.split(/[/\\]/).findLast((part) => part !== '') ?? '';
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return plain || fail('invalid-input', `Say what the image of ${folder} is to be called`, { field: 'tag' });
}

/** Errors: `worker-failed` with what the build said last. */
export async function buildImage(service: Service, sent: BuildContext, asked: Asked) {
  const pairs = asked.arguments.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]);
  const response = await ask(service, '/build', {
    method: 'POST',
    query: {
      ...{ t: asked.tag, dockerfile: asked.file, rm: true, forcerm: true, nocache: !asked.cache },
      buildargs: JSON.stringify(Object.fromEntries(pairs)),
      target: asked.target || undefined,
      networkmode: asked.network === 'none' ? 'none' : undefined,
      pull: asked.pull || undefined,
    },
    body: sent.tar(),
  });
  let log = '';
  let id = '';
  for await (const line of linesOf(response)) {
    const text = textIn(line['stream']);
    if (text.trim() !== '') service.context.progress({ text: text.trim().slice(0, 200) });
    log = (log + text).slice(-mostLog);
    id = textIn(fieldsOf(line['aux'])['ID']) || id;
    const error = textIn(line['error']) || textIn(fieldsOf(line['errorDetail'])['message']);
    if (error !== '') fail('worker-failed', `The build of ${asked.tag} failed: ${error}`, { log: log.slice(-4000) });
  }
  if (id === '') fail('worker-failed', `The build of ${asked.tag} ended without an image`, { log: log.slice(-4000) });
  return { id, log };
}
