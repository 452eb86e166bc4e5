"use client";

/** In place of an admin page that failed; the navigation stays. It imports no components, as that of the shop. */
export default function AdminError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "none";
  const button = "inline-flex min-h-11 items-center rounded-full px-6 font-semibold";
  return (
    <div className="shell flex flex-col items-start gap-6 py-12">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">This page could not be shown</h1>
      <p className="max-w-[60ch] text-lg text-soft">
        Nothing was changed. The database may not answer for a moment: try again. If it fails again, the log of the
        store has the reason under this reference.
      </p>
      <button type="button" onClick={retry} className={`${button} bg-accent text-on-accent hover:bg-accent-deep`}>
        Try again
      </button>
      <p className="figures text-sm text-soft">Reference {digest}</p>
    </div>
  );
}
