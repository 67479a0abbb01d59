import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import { type ReactElement, use, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { FloatingHost } from './floating-host.ts';
import { KeyHint } from './key-hint.tsx';
import { floatingPanel } from './overlay.ts';

export interface MenuItem {
  label: string;
  hint?: string;
  icon?: LucideIcon;
  keys?: string;
  tone?: 'danger';
  disabled?: boolean;
  /** Makes it a choice that shows whether it holds. */
  isChecked?: boolean;
  onSelect: () => void;
}

interface MenuProps {
  /** One focusable element, for example an IconButton. */
  trigger: ReactElement;
  /** Groups are parted by a line. */
  groups: { heading?: string; items: MenuItem[] }[];
  side?: 'top' | 'bottom';
  align?: 'start' | 'center' | 'end';
  /** What the entries depend on may be read now. */
  onOpen?: () => void;
}

export function Menu({ trigger, groups, side, align = 'end', onOpen }: MenuProps) {
  const host = use(FloatingHost);
  const button = useRef<HTMLButtonElement>(null);
  return (
    // Not modal: a modal menu hides the page from screen readers but leaves it in the tab order.
    <Primitive.Root modal={false} onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <Primitive.Trigger asChild ref={button}>
        {trigger}
      </Primitive.Trigger>
      <Content {...{ host, groups, side, align }} onClosed={() => button.current?.focus()} />
    </Primitive.Root>
  );
}

interface PointMenuProps {
  /** Where it opens, in the window. */
  at: { x: number; y: number };
  groups: MenuProps['groups'];
  onClose: () => void;
}

/** A menu where the pointer is, as the right button opens it. */
export function PointMenu({ at, groups, onClose }: PointMenuProps) {
  const host = use(FloatingHost);
  const [before] = useState(() => document.activeElement);
  return (
    <Primitive.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Primitive.Trigger asChild>
        <span aria-hidden className="pointer-events-none fixed size-0" style={{ left: at.x, top: at.y }} />
      </Primitive.Trigger>
      <Content
        {...{ host, groups, side: 'bottom', align: 'start' }}
        onClosed={() => before instanceof HTMLElement && before.focus()}
      />
    </Primitive.Root>
  );
}

type ContentProps = Pick<MenuProps, 'groups' | 'side' | 'align'> & {
  host: HTMLElement | null;
  onClosed: () => void;
};

function Content({ host, groups, side, align, onClosed }: ContentProps) {
  return (
    <>
      <Primitive.Portal container={host}>
        {/* The press that closes a menu must not also press the button under it. */}
        <div className="pointer-events-auto fixed inset-0 z-50" />
      </Primitive.Portal>
      <Primitive.Portal container={host}>
        <Primitive.Content
          side={side}
          align={align}
          sideOffset={4}
          onCloseAutoFocus={onClosed}
          collisionPadding={8}
          className={classNames(
            floatingPanel,
            'max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto p-1',
          )}
        >
          {groups.map(({ heading, items }, index) => (
            <Primitive.Group key={heading ?? index} className="not-first:mt-1 not-first:border-t not-first:pt-1">
              {heading && (
                <Primitive.Label className="px-2 pt-1 pb-1 text-2xs font-medium text-muted">{heading}</Primitive.Label>
              )}
              {items.map((item) => (
                <Item key={item.label} {...item} />
              ))}
            </Primitive.Group>
          ))}
        </Primitive.Content>
      </Primitive.Portal>
    </>
  );
}

function Item({ label, hint, icon: Icon, keys, tone, disabled, isChecked, onSelect }: MenuItem) {
  const className = classNames(
    'flex min-h-7 items-center gap-2.5 rounded-md px-2 py-1 text-sm outline-none select-none data-disabled:opacity-45',
    tone === 'danger' ? 'text-danger data-highlighted:bg-danger-soft' : 'data-highlighted:bg-hover',
    'data-highlighted:chosen',
  );
  const content = (
    <>
      {Icon && <Icon aria-hidden size={15} className={classNames('shrink-0', !tone && 'text-muted')} />}
      <span className="min-w-0 flex-1">
        <span className="block">{label}</span>
        {hint && <span className="block text-xs text-muted">{hint}</span>}
      </span>
      {keys && <KeyHint keys={keys} />}
      {isChecked && <Check aria-hidden size={14} className="shrink-0 text-accent" />}
    </>
  );
  if (isChecked === undefined) {
    return (
      <Primitive.Item disabled={disabled} onSelect={onSelect} className={className}>
        {content}
      </Primitive.Item>
    );
  }
  return (
    <Primitive.CheckboxItem checked={isChecked} disabled={disabled} onSelect={onSelect} className={className}>
      {content}
    </Primitive.CheckboxItem>
  );
}
