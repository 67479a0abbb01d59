import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { type ReactNode, useState } from 'react';

interface DisclosureProps {
  title: ReactNode;
  /** At the right of the title; not part of the button. */
  end?: ReactNode;
  isOpenAtFirst?: boolean;
  children: ReactNode;
}

export function Disclosure({ title, end, isOpenAtFirst = false, children }: DisclosureProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  return (
    <Collapsible.Root open={isOpen} onOpenChange={setIsOpen}>
      <div className="flex items-center gap-2">
        <Collapsible.Trigger className="group flex min-h-7 min-w-0 flex-1 items-center gap-1.5 rounded-md text-left text-sm select-none hover:text-accent">
          <ChevronRight
            aria-hidden
            size={14}
            className="shrink-0 text-muted transition-transform group-data-[state=open]:rotate-90"
          />
          <span className="min-w-0 flex-1 wrap-anywhere">{title}</span>
        </Collapsible.Trigger>
        {end}
      </div>
      <Collapsible.Content className="animate-fade-in pt-1 pl-5">{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
