import type { View } from './view.ts';

export type FakeView = View & { isOpen: () => boolean };

/** A view whose frames are canvases of paper: so many points wide, and a PNG in name only. */
export function fakeView({ width = 64, height = 48, label = 'Webcam', isChosen = true } = {}): FakeView {
  let isOpen = true;
  const canvas = {
    ...{ width, height, getContext: () => null },
    toBlob: (give: (blob: Blob) => void) => give(new Blob(['PNG'])),
  } as unknown as HTMLCanvasElement;
  return {
    ...{ surface: 'camera', device: { label, isChosen }, stream: {} as MediaStream, frame: () => canvas },
    close: () => void (isOpen = false),
    isOpen: () => isOpen,
  };
}
