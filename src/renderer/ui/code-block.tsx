import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { HighlightedCode } from './highlighted-code.tsx';
import { t } from '../../words/words.ts';

interface CodeBlockProps {
  code: string;
  /** The language it is coloured for, as a word like `ts`. */
  language?: string;
  /** What it is, for a screen reader; shown in the bar with `hasBar`. */
  label?: string;
  hasBar?: boolean;
  /** Breaks long lines. On for commands to be approved: nothing may hide beyond the edge. */
  wraps?: boolean;
  /** Puts a prompt sign before the first line; it is not copied. */
  isCommand?: boolean;
  end?: ReactNode;
}

export function CodeBlock({
  code,
  language,
  label = t('Code'),
  hasBar = false,
  wraps = false,
  isCommand = false,
  end,
}: CodeBlockProps) {
  return (
    <div className="group/code relative overflow-hidden rounded-lg border bg-sunken">
      {hasBar && (
        <div className="flex min-h-8 items-center gap-2 border-b pr-1.5 pl-3 text-xs text-muted">
          <span className="min-w-0 flex-1 wrap-anywhere">{label}</span>
          {end}
          <CopyButton text={code} label={t('Copy code')} />
        </div>
      )}
      <div
        role="group"
        aria-label={label}
        tabIndex={0}
        className="max-h-96 overflow-auto focus-visible:-outline-offset-2"
      >
        <pre
          className={classNames(
            'min-w-full py-2.5 pl-3 text-sm leading-5',
            hasBar ? 'pr-3' : 'pr-10',
            wraps || isCommand ? 'wrap-anywhere whitespace-pre-wrap' : 'w-fit',
          )}
        >
          <code className="block font-mono">
            {isCommand && (
              <span aria-hidden className="mr-2 text-muted select-none">
                $
              </span>
            )}
            <HighlightedCode code={code} language={language} isOneFlow={isCommand} />
          </code>
        </pre>
      </div>
      {!hasBar && (
        <div className="absolute top-1.5 right-1.5 rounded-md bg-sunken opacity-0 transition-opacity group-focus-within/code:opacity-100 group-hover/code:opacity-100 pointer-coarse:opacity-100">
          <CopyButton text={code} label={t('Copy code')} />
        </div>
      )}
    </div>
  );
}
