import { useCallback } from 'react';
import { type Attachment, blobPath, isPicture } from '../../../contract/blobs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { languageLabel, languageNamed } from '../../ui/code-languages.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { bytesText } from '../runs/file-changes.ts';
import { t } from '../../../words/words.ts';

/** Of a longer text only so much is fetched. */
const mostBytes = 64 * 1024;

const textTypes = /^text\/|[/+]json$|[/+]xml$|[/+]yaml$|javascript$|x-sh$|toml$|sql$/;

/** A text, by its type, or by the ending of its name where the browser knows no type for it. */
export function isReadable({ mediaType, name }: Attachment): boolean {
  return textTypes.test(mediaType) || languageNamed(endingOf(name)) !== undefined;
}

function endingOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1] ?? '';
}

interface FilePreviewProps {
  file: Attachment;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

export function FilePreview({ file, isOpen, onOpenChange }: FilePreviewProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={file.name} text={bytesText(file.bytes)} size="lg">
      {isPicture(file.mediaType) ? (
        <img src={blobPath(file.id)} alt={file.name} className="mx-auto max-h-[70vh] rounded-md bg-sunken" />
      ) : (
        <Text file={file} />
      )}
    </Dialog>
  );
}

function Text({ file }: { file: Attachment }) {
  const { engine } = useHeron();
  const load = useCallback(() => readBeginning(file), [file]);
  const { data: text, failure } = useQuery(engine.state, load);
  if (failure) return <Notice tone="danger">{failure.message}</Notice>;
  if (text === undefined) return <Skeleton lines={6} label={t('Reading the file')} />;
  const ending = endingOf(file.name);
  return (
    <div className="space-y-2">
      {file.bytes > mostBytes && (
        <p className="text-xs text-muted">{t('The first {{mostBytes}} of it.', { mostBytes: bytesText(mostBytes) })}</p>
      )}
      <CodeBlock code={text} label={ending === '' ? file.name : languageLabel(ending)} language={ending} />
    </div>
  );
}

async function readBeginning({ id, bytes }: Attachment): Promise<string> {
  if (bytes === 0) return '';
  const headers = { range: `bytes=0-${Math.min(bytes, mostBytes) - 1}` };
  const response = await fetch(blobPath(id), { headers });
  if (!response.ok) throw new Error('The file is no longer there.');
  return response.text();
}
