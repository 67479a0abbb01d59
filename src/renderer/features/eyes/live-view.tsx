import { useEffect, useRef } from 'react';

/** A stream as it is, for the person alone. */
export function LiveView({ stream, label }: { stream: MediaStream; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      autoPlay
      muted
      playsInline
      aria-label={label}
      className="mx-auto block max-h-72 max-w-full rounded-md border bg-sunken"
    />
  );
}
