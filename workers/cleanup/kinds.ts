const kinds: Record<string, string> = {
  Pictures: 'jpg jpeg png gif webp heic heif tif tiff bmp svg raw cr2 nef dng avif ico psd',
  Videos: 'mp4 mkv mov avi webm m4v wmv flv mpg mpeg 3gp',
  Music: 'mp3 flac wav ogg oga opus m4a aac wma aiff mid midi',
  Documents: 'pdf doc docx odt rtf txt md pages tex epub mobi djvu ppt pptx odp key',
  Tables: 'xls xlsx ods csv tsv numbers parquet',
  Archives: 'zip tar gz tgz bz2 xz zst 7z rar iso dmg',
  Programs: 'exe msi deb rpm appimage pkg apk jar run',
  Code: 'js ts tsx jsx py rs go c h cpp hpp java rb php sh sql html css json yaml yml toml xml',
};

const kindByEnding = new Map(
  Object.entries(kinds).flatMap(([kind, endings]) => endings.split(' ').map((ending) => [ending, kind] as const)),
);

/** The folder of its kind, by its ending: `Pictures`, `Documents` … or `Other`. */
export function kindOf(name: string): string {
  return kindByEnding.get(endingOf(name)) ?? 'Other';
}

/** In small letters and without its dot; empty where there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** What people call files of a kind, and what else the kind goes by. */
const otherNames: Record<string, string> = {
  photos: 'Pictures',
  images: 'Pictures',
  movies: 'Videos',
  songs: 'Music',
  spreadsheets: 'Tables',
  installers: 'Programs',
};

/** The endings of the files that somebody calls so: `photos`, `documents`; of `presentations` only those. */
export function endingsOf(kind: string): string[] {
  if (kind === 'presentations') return ['ppt', 'pptx', 'odp', 'key'];
  const name = otherNames[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1);
  return kinds[name]?.split(' ') ?? [];
}

/** `PDFs`, `.pdf` and `pdf` are one ending, and so are `jpg` and `jpeg`. */
export function endingsLike(said: string): string[] {
  const plain = said.toLowerCase().replace(/^\./, '');
  const one = kindByEnding.has(plain) ? plain : plain.replace(/s$/, '');
  const ending = kindByEnding.has(one) ? one : plain;
  const alike = same.find((each) => each.includes(ending));
  return alike ?? [ending];
}

const same = [
  ['jpg', 'jpeg'],
  ['tif', 'tiff'],
  ['mpg', 'mpeg'],
  ['yml', 'yaml'],
];
