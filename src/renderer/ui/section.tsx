import { Children, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

interface SectionProps {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
  /** Each child becomes a row of the box. */
  children: ReactNode;
}

/** A titled box of rows, as in settings. */
export function Section({ title, text, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-2.5">
      <header className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className={classNames('min-w-0 flex-1', Boolean(text && actions) && 'basis-auto sm:basis-0')}>
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {text && <p className="text-xs text-muted">{text}</p>}
        </div>
        {actions}
      </header>
      <div className="divide-y rounded-lg border bg-raised shadow-raised">
        {Children.map(children, (child) => child && <div className="px-4 py-3">{child}</div>)}
      </div>
    </section>
  );
}
