/** The heron of the icon. Beside its name it says nothing of its own. */
export function HeronMark({ size = 32 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 1024 1024" className="shrink-0">
      <rect x="64" y="64" width="896" height="896" rx="208" fill="#1a657d" />
      <g fill="none" stroke="#ffffff" strokeLinecap="round" strokeLinejoin="round">
        <path d="M470 300 C 560 330 545 420 480 470 C 420 516 420 560 470 590" strokeWidth="52" />
        <path d="M560 700 L 560 850 M 620 690 L 640 850" strokeWidth="22" />
        <path d="M500 850 L 700 850" strokeWidth="22" stroke="#76c9dc" />
      </g>
      <path
        d="M448 590 C 520 520 690 530 800 690 C 690 730 560 740 490 690 C 455 664 440 630 448 590 Z"
        fill="#ffffff"
      />
      <path d="M560 610 C 640 600 730 640 800 690 C 720 700 620 690 560 610 Z" fill="#76c9dc" />
      <path d="M500 262 L 236 322 L 496 338 Z" fill="#e8bd6d" />
      <circle cx="496" cy="298" r="48" fill="#ffffff" />
      <path d="M500 252 C 560 236 610 246 650 276 C 600 270 560 276 530 296 Z" fill="#76c9dc" />
      <circle cx="488" cy="290" r="11" fill="#133742" />
    </svg>
  );
}
