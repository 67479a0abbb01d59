import { File, FileArchive, FileAudio, FileCode, FileImage, FileText, FileVideo, type LucideIcon } from 'lucide-react';

const icons: [RegExp, LucideIcon][] = [
  [/^image\//, FileImage],
  [/^audio\//, FileAudio],
  [/^video\//, FileVideo],
  [/zip|tar|compressed/, FileArchive],
  [/json|xml|javascript|x-sh|x-python/, FileCode],
  [/^text\/|pdf|document/, FileText],
];

export function fileIcon(mediaType: string): LucideIcon {
  return icons.find(([pattern]) => pattern.test(mediaType))?.[1] ?? File;
}
