import { CircleAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { CodeBlock } from './code-block.tsx';
import { t } from '../../words/words.ts';

interface ErrorStateProps {
  /** What did not work: "Could not load the timeline". */
  title: string;
  /** Why, and what can be done. */
  text?: ReactNode;
  /** The error's own words, for a report. */
  details?: string;
  onRetry?: () => void;
  isRetrying?: boolean;
  action?: ReactNode;
}

export function ErrorState({ title, text, details, onRetry, isRetrying, action }: ErrorStateProps) {
  return (
    <div role="alert" className="m-auto flex w-full max-w-md flex-col items-center px-6 py-10 text-center">
      <span className="mb-3 flex size-10 items-center justify-center rounded-xl bg-danger-soft text-danger">
        <CircleAlert aria-hidden size={19} strokeWidth={1.75} />
      </span>
      <p className="max-w-full text-base font-semibold wrap-anywhere">{title}</p>
      {text && <p className="mt-1 max-w-full text-sm text-balance wrap-anywhere text-muted">{text}</p>}
      {details && (
        <div className="mt-4 w-full text-left">
          <CodeBlock code={details} label={t('Details')} wraps />
        </div>
      )}
      {(onRetry || action) && (
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          {onRetry && (
            <Button icon={RotateCw} isLoading={isRetrying} onClick={onRetry}>
              {t('Try again')}
            </Button>
          )}
          {action}
        </div>
      )}
    </div>
  );
}
