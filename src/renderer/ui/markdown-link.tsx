import type { ReactNode } from 'react';

const openable = /^(?:https?|mailto|tel):/i;

interface MarkdownLinkProps {
  href: string | undefined;
  onOpen: (href: string) => void;
  children: ReactNode;
}

/** No href: neither a click, a middle click nor a drag can make the window leave. */
export function MarkdownLink({ href, onOpen, children }: MarkdownLinkProps) {
  if (!href || !openable.test(href)) return <>{children}</>;
  return (
    <span
      role="link"
      tabIndex={0}
      title={href}
      onClick={() => onOpen(href)}
      onKeyDown={(event) => event.key === 'Enter' && onOpen(href)}
    >
      {children}
    </span>
  );
}
