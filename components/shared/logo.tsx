/** The logo: a receipt that winks. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 40" className={className}>
      <path
        fill="var(--accent)"
        d="M3 6.5 6.25 3.5 9.5 6.5 12.75 3.5 16 6.5l3.25-3L22.5 6.5l3.25-3L29 6.5v29l-3.25 3-3.25-3-3.25 3L16 35.5l-3.25 3-3.25-3-3.25 3L3 35.5z"
      />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="3" strokeLinecap="round">
        <path d="M10.5 14.5v3" />
        <path d="M18.5 16h4.5" />
        <path d="M9.5 24.5c3.5 4 9.5 4 13 0" />
      </g>
    </svg>
  );
}
