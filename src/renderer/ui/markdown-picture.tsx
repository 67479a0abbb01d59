import { useState } from 'react';
import { t } from '../../words/words.ts';
import { MarkdownLink } from './markdown-link.tsx';

interface MarkdownPictureProps {
  src: string | undefined;
  alt: string | undefined;
  onOpen: (href: string) => void;
  pictureOf: ((src: string) => string | undefined) | undefined;
}

/** Drawn where nobody else hears of it; any other is a link that says where it would be loaded from. */
export function MarkdownPicture({ src = '', alt = '', onOpen, pictureOf }: MarkdownPictureProps) {
  const [isBroken, setIsBroken] = useState(false);
  const own = pictureOf?.(src);
  if (own === undefined) {
    return (
      <MarkdownLink href={src} onOpen={onOpen}>
        {linkText(alt, hostOf(src))}
      </MarkdownLink>
    );
  }
  if (isBroken) return <>{t('{{name}}: it cannot be shown', { name: linkText(alt, undefined) })}</>;
  return <img src={own} alt={alt || t('Picture')} loading="lazy" onError={() => setIsBroken(true)} />;
}

function linkText(alt: string, host: string | undefined): string {
  if (host === undefined) return alt ? t('Picture: {{alt}}', { alt }) : t('Picture');
  return alt ? t('Picture: {{alt}} (from {{host}})', { alt, host }) : t('Picture from {{host}}', { host });
}

function hostOf(src: string): string | undefined {
  return /^https?:\/\/([^/?#]+)/i.exec(src)?.[1];
}
