/** The last characters always show, because the end of a path tells most; not where the end is cut off already. */
const headAndTail = /^(.{10,})(.{9}[^…])$/u;

/** One line of text that loses its middle where there is no room for all of it. It is read out as a whole. */
export function MiddleElided({ text }: { text: string }) {
  const [, head, tail] = headAndTail.exec(text.replace(/\s+/g, ' ')) ?? [];
  if (head === undefined) return <span className="block truncate">{text}</span>;
  return (
    <>
      <span className="sr-only">{text}</span>
      <span aria-hidden title={text} className="flex min-w-0 whitespace-pre">
        <span className="min-w-0 overflow-hidden text-ellipsis">{head}</span>
        <span className="shrink-0">{tail}</span>
      </span>
    </>
  );
}
