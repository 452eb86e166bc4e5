"use client";

interface GoneLinesProps {
  /** "cart" or "wishlist" */
  list: string;
  /** ids of SKUs that are not sold at the moment */
  skus: readonly string[];
  /** The server action of a form that sends `sku` and `quantity` 0. */
  action: (form: FormData) => void;
  /** Removes it at once, where there is script; without it the form is sent. */
  onRemove?: (sku: string) => void;
}

/** What is in a list and is not sold at the moment: it counts for nothing, and can be removed. Nothing when all is sold. */
export function GoneLines({ list, skus, action, onRemove }: GoneLinesProps) {
  if (skus.length === 0) return null;
  return (
    <ul aria-label={`No longer sold, in your ${list}`} className="mt-4 border-line border-t">
      {skus.map((sku) => (
        <li key={sku} className="flex flex-wrap items-center justify-between gap-x-4 border-line border-b py-2">
          <span className="figures min-w-0 break-words text-soft line-through">{sku}</span>
          <form
            action={action}
            onSubmit={(event) => {
              if (!onRemove) return;
              event.preventDefault();
              onRemove(sku);
            }}
          >
            <input type="hidden" name="sku" value={sku} />
            <button
              type="submit"
              name="quantity"
              value="0"
              aria-label={`Remove ${sku}`}
              className="min-h-11 text-sm text-soft underline decoration-line decoration-2 underline-offset-4 hover:text-accent-text"
            >
              Remove
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
