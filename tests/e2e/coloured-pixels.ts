import type { Page } from 'playwright';

/** Of the canvases with the bars of a run; lines around bars are grey. */
export function colouredPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    let coloured = 0;
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('[role=tree] canvas')) {
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
        if (alpha > 128 && Math.max(red, green, blue) - Math.min(red, green, blue) > 32) coloured += 1;
      }
    }
    return coloured;
  });
}
