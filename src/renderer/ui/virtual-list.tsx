import { ArrowDown } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { useListScroll } from './use-list-scroll.ts';
import { useRowKeys } from './use-row-keys.ts';
import { t } from '../../words/words.ts';

interface VirtualListProps<Item> {
  label: string;
  items: Item[];
  keyOf: (item: Item) => string;
  renderItem: (item: Item, index: number) => ReactNode;
  /** Pixels; rows are measured once they are shown. */
  estimateSize?: number;
  /** Starts at the end and stays there while items arrive, unless the person has scrolled up. */
  followsEnd?: boolean;
  /** On the button that leads back to the end. */
  toEndLabel?: string;
  /** Scrolled to whenever it changes. */
  revealIndex?: number;
  className?: string;
}

/** Ten thousand rows at the price of twenty. It needs a height: put it in a flex column, or give it one. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, keyOf, renderItem, estimateSize = 44, followsEnd = false, revealIndex } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const keyAt = (index: number) => keyOf(items[index] as Item);
  const count = items.length;
  const { virtualizer, isAtEnd } = useListScroll({ scroller, count, keyAt, estimateSize, followsEnd, revealIndex });
  const handleKeys = useRowKeys(scroller, count, (index) => virtualizer.scrollToIndex(index));
  return (
    <div className={classNames('relative flex min-h-0 flex-1 flex-col', props.className)}>
      <div
        ref={scroller}
        role="group"
        aria-label={label}
        tabIndex={0}
        onKeyDown={handleKeys}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div role="list" aria-label={label} className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ key, index, start }) => (
            <div
              key={key}
              ref={virtualizer.measureElement}
              role="listitem"
              aria-setsize={count}
              aria-posinset={index + 1}
              data-index={index}
              className="absolute left-0 w-full"
              style={{ top: start }}
            >
              {renderItem(items[index] as Item, index)}
            </div>
          ))}
        </div>
      </div>
      {followsEnd && count > 0 && !isAtEnd && (
        <ToEnd label={props.toEndLabel ?? t('Latest')} onSelect={() => virtualizer.scrollToEnd()} />
      )}
    </div>
  );
}

function ToEnd({ label, onSelect }: { label: string; onSelect: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
      <Button size="sm" icon={ArrowDown} className="pointer-events-auto animate-rise-in" onClick={onSelect}>
        {label}
      </Button>
    </div>
  );
}
