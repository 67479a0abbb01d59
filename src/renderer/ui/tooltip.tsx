import { Tooltip as Primitive } from 'radix-ui';
import { type ReactElement, type ReactNode, use } from 'react';
import { FloatingHost } from './floating-host.ts';
import { KeyHint } from './key-hint.tsx';

interface TooltipProps {
  label: ReactNode;
  keys?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that can take a ref and be focused. */
  children: ReactElement;
}

/** For names and shortcuts only: nothing a finger or a hurried eye would miss may live here. */
export function Tooltip({ label, keys, side = 'top', children }: TooltipProps) {
  const host = use(FloatingHost);
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal container={host}>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-72 animate-fade-in items-center gap-2 rounded-md bg-raised px-2 py-1 text-xs text-text shadow-overlay"
        >
          {label}
          {keys && <KeyHint keys={keys} />}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
