// @vitest-environment jsdom
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { RichText } from './rich-text.tsx';

test('a formula that stood there before what draws formulas was loaded is drawn too, in an answer that streamed', async () => {
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  const text = 'It is $r^2$:\n\n$$\n\\pi r^2\n$$';
  root.render(<RichText text={text} onOpenLink={() => undefined} isStreaming />);
  await vi.waitFor(() => expect(host.textContent).toContain('It is'));
  root.render(<RichText text={text} onOpenLink={() => undefined} />);
  await vi.waitFor(() => expect(host.querySelectorAll('math')).toHaveLength(2), { timeout: 10_000 });
  root.unmount();
});
