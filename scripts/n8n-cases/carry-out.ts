import type { FakeBlob } from '../../src/worker-kit/fake-blobs.ts';
import { fakeContext } from 'heron/worker-kit/testing';
import { kinds as formats } from '../../workers/n8n-formats/kinds.ts';
import { run as runFormats } from '../../workers/n8n-formats/run.ts';
import { run } from '../../workers/n8n/run.ts';
import type { Case, CaseFile, Expected } from './case.ts';
import { withAddress } from './serve.ts';
import { shownFile } from './shown-file.ts';

type Blobs = Record<string, FakeBlob>;

/** A case as Heron's workers carry it out. */
export async function carryOut(one: Case): Promise<Expected> {
  const { kind, version, inputs, settings, files } = one;
  const parameters = withAddress(one.parameters, one.feed === undefined ? undefined : 'http://127.0.0.1/feed');
  const blobs: Blobs = {};
  const results = Object.fromEntries(
    inputs.map((items, at) => [
      `In ${at}`,
      {
        outputs: [items.map((json, index) => itemOf(json, at === 0 ? files?.[index] : undefined, blobs))],
        sources: [],
      },
    ]),
  );
  const node = { name: 'Test', type: `n8n-nodes-base.${kind}`, typeVersion: version, parameters, ...settings };
  const context = fakeContext({ blobs });
  const half = halfOf(one);
  const input = {
    node,
    inputs: inputs.map((_, at) => [{ node: `In ${at}`, output: 0 }]),
    results,
    workflow: { name: 'Cases' },
  };
  try {
    const first = await run({ ...input, ...(half === undefined ? {} : { kind: half }) }, context);
    const isFirst = half === 'formats.asked';
    const answers =
      one.feed === undefined ? {} : { answers: inputs[0]?.map(() => ({ status: 200, body: one.feed })) ?? [] };
    const { outputs } = isFirst ? await runFormats({ node, asked: first, ...answers }, context) : first;
    return { outputs: outputs.map((items) => items.map((item) => shownItem(item, context.stored))) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function halfOf({ kind, parameters }: Case): string | undefined {
  const { operation } = parameters as { operation?: string };
  if (kind === 'html' && operation === 'generateHtmlTemplate') return 'html.template';
  return kind in formats ? 'formats.asked' : undefined;
}

function itemOf(json: object, files: Record<string, CaseFile> | undefined, blobs: Blobs): object {
  if (!files) return { json, pairedItem: 0 };
  const binary = Object.entries(files).map(([name, { text, base64, mimeType, fileName }]) => {
    const id = `blb_case${Object.keys(blobs).length}`;
    const bytes = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
    blobs[id] = { bytes, mediaType: mimeType };
    const extension = fileName?.split('.').at(-1);
    return [
      name,
      { blob: id, mimeType, bytes: bytes.byteLength, ...(fileName ? { fileName, fileExtension: extension } : {}) },
    ];
  });
  return { json, binary: Object.fromEntries(binary) as object, pairedItem: 0 };
}

type Carried = { blob: string; mimeType: string; fileName?: string; fileExtension?: string };

function shownItem({ json, binary }: Record<string, unknown>, stored: ReadonlyMap<string, FakeBlob>): object {
  const files = Object.entries((binary ?? {}) as Record<string, Carried>);
  if (files.length === 0) return json as object;
  const shown = files.map(([name, { blob, mimeType, fileName, fileExtension }]) => [
    name,
    shownFile({ bytes: stored.get(blob)?.bytes ?? new Uint8Array(), mimeType, fileName, fileExtension }),
  ]);
  return { ...(json as object), $files: Object.fromEntries(shown) as object };
}
