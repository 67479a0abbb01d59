import { type ActionRun, fail } from 'heron/worker-kit';
import { Document, Packer } from 'docx';
import type { Actions } from './actions.generated.ts';
import { readMarkdown } from './documents.ts';
import { toBlocks } from './docx-blocks.ts';
import { loadImages } from './docx-images.ts';
import { headingsOf, parseMarkdown } from './tree.ts';

const longest = 4 * 1024 * 1024;

export const docx: ActionRun<Actions['docx']['input'], Actions['docx']['output']> = async (input, context) => {
  const { source, destination, overwrite } = input;
  const text = await readMarkdown(source, context);
  if (text.length > longest)
    fail('limit-exceeded', `${source} has ${text.length} characters; a document can be made of ${longest}`, { source });
  const tree = parseMarkdown(text);
  const title = input.title ?? headingsOf(tree)[0]?.text ?? '';
  const { images, missing } = await loadImages(source, tree, context);
  const { children, lists } = toBlocks(tree, images);
  context.signal.throwIfAborted();
  const document = new Document({
    ...{ creator: 'Heron', title },
    numbering: { config: lists },
    sections: [{ properties: {}, children }],
  });
  const { size } = await context.files.write(destination, await Packer.toBuffer(document), { overwrite });
  return { path: destination, title, bytes: size, missing };
};
