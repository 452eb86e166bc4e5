import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";
import { SearchField } from "#components/store/search/search-field.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { buttonClass } from "#components/ui/button.ts";

/** The contents of the page for a missing page or product. */
export function NotFoundMessage() {
  return (
    <>
      <PageView />
      <MessagePage
        title="Page not found."
        receiptLines={[
          ["1 × this page", "not found"],
          ["Looked in", "every key"],
          ["Status", "404"],
        ]}
      >
        <p className="max-w-[44ch] text-lg text-soft">
          This page does not exist, or the product is no longer sold. Search the store, or go to the home page.
        </p>
        <div className="w-full max-w-md">
          <SearchField id="search-again" />
        </div>
        <Link href="/" prefetch={false} className={buttonClass("primary")}>
          Go to the home page
        </Link>
      </MessagePage>
    </>
  );
}
