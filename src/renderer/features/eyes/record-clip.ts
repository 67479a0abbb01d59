/** A recording of what the camera sees, without sound. `stop` ends it; it ends by itself after `mostMs` or with the stream. */
export function recordClip(stream: MediaStream, mostMs: number): { stop: () => void; clip: Promise<File> } {
  const type = ['video/webm;codecs=vp9', 'video/webm', 'video/mp4'].find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
  const pieces: Blob[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<File>();
  const stop = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const tooLong = setTimeout(stop, mostMs);
  recorder.ondataavailable = ({ data }) => void pieces.push(data);
  recorder.onerror = () => reject(new Error('The clip could not be recorded'));
  recorder.onstop = () => {
    clearTimeout(tooLong);
    const [kind = 'video/webm'] = recorder.mimeType.split(';');
    resolve(new File(pieces, `clip.${kind.split('/')[1] ?? 'webm'}`, { type: kind }));
  };
  recorder.start(500);
  return { stop, clip: promise };
}
