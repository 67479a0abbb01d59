import type { Catalogue } from '../../orchestrator/catalogue.ts';

/** A sentence without its mentions, and the actions they leave to plan with. */
export type Mentioned = { text: string; catalogue: Catalogue };

const mention = /(^|\s)@(?:"([^"]+)"|(\S+))/g;

/**
 * `@archive zip ~/docs` plans with the worker archive alone, `@archive.create` with one action; `@~/docs/a.txt` is that path.
 * What is neither stays as it was said.
 */
export function readMentions(text: string, catalogue: Catalogue): Mentioned {
  const wanted = new Set<string>();
  const rest = text.replaceAll(mention, (whole, space: string, quoted: string | undefined, plain = '') => {
    const said = quoted ?? String(plain);
    const refs = catalogue.actions().filter(({ ref, workerId }) => ref === said || workerId === said);
    for (const { ref } of refs) wanted.add(ref);
    if (refs.length > 0) return space;
    return /^(~?[\\/]|\.{1,2}[\\/]|[A-Za-z]:[\\/])/.test(said) ? `${space}"${said}"` : whole;
  });
  if (wanted.size === 0) return { text: rest, catalogue };
  return { text: rest.trim(), catalogue: limitedTo(catalogue, wanted) };
}

function limitedTo(catalogue: Catalogue, wanted: ReadonlySet<string>): Catalogue {
  return {
    ...catalogue,
    actions: () => catalogue.actions().filter(({ ref }) => wanted.has(ref)),
    action: (ref) => (wanted.has(ref) ? catalogue.action(ref) : undefined),
  };
}
