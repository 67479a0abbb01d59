import type { Locator, Page } from 'playwright';

/** What the film shows for so long; a picture that stays is the same object again. */
export type Frame = {
  picture: Buffer;
  seconds: number;
  caption: string;
  /** Where the pointer is, in pixels of the picture, and whether its button goes down. */
  pointer: { x: number; y: number; isDown: boolean };
};

export const pictureSize = { width: 1280, height: 800 };

/** A machine that is slow makes no slow film: no wait in it is longer. */
const longestWaitSeconds = 1.2;
const waitStepSeconds = 0.2;
const lettersAPicture = 2;
const moveSteps = 10;
const secondsAStep = 0.04;

/** Films a page, picture by picture. */
export function createFilming(page: Page) {
  const frames: Frame[] = [];
  let caption = '';
  let pointer = { x: 900, y: 640 };
  let last: Buffer | undefined;
  const add = (picture: Buffer, seconds: number, isDown = false): void => {
    frames.push({ picture, seconds, caption, pointer: { ...pointer, isDown } });
    last = picture;
  };
  const shoot = async (seconds: number): Promise<void> =>
    add(await page.screenshot({ type: 'jpeg', quality: 92 }), seconds);

  async function move(to: { x: number; y: number }): Promise<void> {
    const from = pointer;
    const picture = last ?? (await page.screenshot({ type: 'jpeg', quality: 92 }));
    for (let step = 1; step <= moveSteps; step += 1) {
      const way = step / moveSteps;
      // Slow at both ends, as a hand is.
      const eased = way * way * (3 - 2 * way);
      pointer = { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased };
      add(picture, secondsAStep);
    }
  }

  return {
    frames,
    say: (words: string) => void (caption = words),
    /** Shows what is there, for people to read. */
    hold: (seconds: number) => shoot(seconds),
    async type(field: Locator, text: string): Promise<void> {
      for (let at = 0; at < text.length; at += lettersAPicture) {
        await field.pressSequentially(text.slice(at, at + lettersAPicture));
        await shoot(0.09);
      }
    },
    async press(target: Locator): Promise<void> {
      await target.scrollIntoViewIfNeeded();
      const box = await target.boundingBox();
      if (!box) throw new Error(`Nothing to press: ${target.toString()}`);
      await shoot(0.1);
      await move({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      await target.hover();
      const picture = await page.screenshot({ type: 'jpeg', quality: 92 });
      add(picture, 0.15);
      add(picture, 0.15, true);
      await target.click();
    },
    /** Films on until something has come. */
    async until(coming: Promise<unknown>): Promise<void> {
      let isThere = false;
      const come = coming.finally(() => (isThere = true));
      // Whoever awaits it below hears of a failure.
      come.catch(() => undefined);
      let shown = 0;
      while (!isThere) {
        const picture = await page.screenshot({ type: 'jpeg', quality: 92 });
        if (shown < longestWaitSeconds) add(picture, waitStepSeconds);
        shown += waitStepSeconds;
      }
      await come;
    },
  };
}

export type Filming = ReturnType<typeof createFilming>;
