import { VisuallyHidden } from './visually-hidden.tsx';
import { t } from '../../words/words.ts';

const widths = ['92%', '76%', '84%', '58%', '70%'];

interface SkeletonProps {
  lines?: number;
  /** `rows` stands in for a list, `text` for a paragraph. */
  shape?: 'text' | 'rows';
  label?: string;
}

/** Grey shapes where content will be. Invisible for the first 200 ms. */
export function Skeleton({ lines = 3, shape = 'text', label = t('Loading') }: SkeletonProps) {
  return (
    <div role="status" className="animate-late">
      <VisuallyHidden>{label}</VisuallyHidden>
      <div aria-hidden className={shape === 'text' ? 'space-y-2.5' : 'space-y-1'}>
        {Array.from({ length: lines }, (_, index) => (
          <div key={index} className={shape === 'rows' ? 'flex h-11 items-center gap-3 px-3' : ''}>
            {shape === 'rows' && (
              <div className="size-5 shrink-0 animate-breathe rounded-full bg-border forced-colors:border" />
            )}
            <div
              className="h-2.5 animate-breathe rounded-full bg-border forced-colors:border"
              style={{ width: widths[index % widths.length] }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
