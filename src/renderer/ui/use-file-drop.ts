import { type DragEvent, useEffect, useState } from 'react';

/** What a person let go of: folders cannot be read as files. */
export type DroppedFiles = { files: File[]; folders: number };

type FileDrop = {
  /** Files are held above the place. */
  isOver: boolean;
  /** For the element that takes them. */
  target: {
    onDragEnter: (event: DragEvent) => void;
    onDragOver: (event: DragEvent) => void;
    onDragLeave: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
};

/** Takes files that are dragged onto a place. Beside it nothing happens; a browser would leave the page and show the file. */
export function useFileDrop(onDropped: (dropped: DroppedFiles) => void): FileDrop {
  // Each element under the pointer is entered before the one before it is left.
  const [depth, setDepth] = useState(0);
  useEffect(() => {
    const refuse = (event: globalThis.DragEvent): void => {
      if (!event.defaultPrevented && hasFiles(event.dataTransfer)) event.preventDefault();
    };
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, []);
  const ifFiles = (act: (event: DragEvent) => void) => (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    act(event);
  };
  return {
    isOver: depth > 0,
    target: {
      onDragEnter: ifFiles(() => setDepth((before) => before + 1)),
      onDragOver: ifFiles((event) => (event.dataTransfer.dropEffect = 'copy')),
      onDragLeave: ifFiles(() => setDepth((before) => Math.max(0, before - 1))),
      onDrop: ifFiles(({ dataTransfer }) => {
        setDepth(0);
        onDropped(droppedFiles(dataTransfer));
      }),
    },
  };
}

function hasFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}

export function droppedFiles(data: DataTransfer): DroppedFiles {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const isFolder = (item: DataTransferItem): boolean => item.webkitGetAsEntry()?.isDirectory ?? false;
  const folders = items.filter(isFolder);
  const files = items.filter((item) => !folders.includes(item)).flatMap((item) => item.getAsFile() ?? []);
  return { files, folders: folders.length };
}
