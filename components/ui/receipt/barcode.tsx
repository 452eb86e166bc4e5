import { encodeCode128 } from "./code-128.ts";

interface BarcodeProps {
  /** The text that a scanner reads, also printed under the bars. */
  value: string;
}

export function Barcode({ value }: BarcodeProps) {
  let x = 0;
  let path = "";
  encodeCode128(value).forEach((width, i) => {
    if (i % 2 === 0) path += `M${x} 0h${width}v1h-${width}z`;
    x += width;
  });
  return (
    <div className="flex flex-col items-center gap-1.5">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${x} 1`}
        preserveAspectRatio="none"
        className="h-11 w-full max-w-60"
        shapeRendering="crispEdges"
      >
        <path d={path} fill="currentColor" />
      </svg>
      <span className="max-w-full truncate text-[0.6875rem] tracking-[0.2em]">{value}</span>
    </div>
  );
}
