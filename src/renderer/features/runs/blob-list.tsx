import { Download } from 'lucide-react';
import { useCallback, useState } from 'react';
import { blobIdsIn, blobPath, isPicture, type StoredBlob } from '../../../contract/blobs.ts';
import type { Json } from '../../../contract/json.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { buttonVariants } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { bytesText } from './file-changes.ts';
import { t } from '../../../words/words.ts';

const firstShown = 12;

/** The blobs that an output names: pictures are shown, all can be saved. */
export function BlobList({ output }: { output: Json }) {
  const ids = blobIdsIn(output);
  return (
    <ul aria-label={t('Files of this step')} className="space-y-2">
      {ids.slice(0, firstShown).map((id) => (
        <li key={id}>
          <BlobItem blobId={id} />
        </li>
      ))}
      {ids.length > firstShown && (
        <li className="text-xs text-muted">
          {t('and {{value}} more; heron blob list names them all', { value: ids.length - firstShown })}
        </li>
      )}
    </ul>
  );
}

function BlobItem({ blobId }: { blobId: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.blobs.get({ blobId }), [engine, blobId]);
  const { data: blob, failure } = useQuery(engine.state, load);
  if (failure) return <p className="text-xs text-danger">{failure.message}</p>;
  if (!blob) return <Skeleton lines={1} label={t('Looking for the file')} />;
  return (
    <div className="space-y-1.5">
      {isPicture(blob.mediaType) && <Picture blob={blob} />}
      <Save blob={blob} />
    </div>
  );
}

function Picture({ blob }: { blob: StoredBlob }) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return <p className="text-xs text-muted">{t('The picture cannot be shown; it can be saved.')}</p>;
  return (
    <img
      src={blobPath(blob.id)}
      alt={blob.name ?? t('Picture made by this step')}
      loading="lazy"
      className="max-h-48 max-w-full rounded-md border bg-sunken object-contain"
      onError={() => setIsBroken(true)}
    />
  );
}

function Save({ blob }: { blob: StoredBlob }) {
  const name = blob.name ?? blob.id;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      <span className="min-w-0 font-mono break-all">
        <RevealedText text={name} />
      </span>
      <span className="text-muted tabular-nums">
        {blob.mediaType}, {bytesText(blob.bytes)}
      </span>
      <a
        href={blobPath(blob.id)}
        download={name}
        aria-label={t('Save {{name}}', { name })}
        className={classNames(
          'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2.5 font-medium',
          buttonVariants.secondary,
        )}
      >
        <Download aria-hidden size={14} />
        {t('Save')}
      </a>
    </p>
  );
}
