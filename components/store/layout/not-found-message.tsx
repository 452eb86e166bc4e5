import Link from "next/link";
import { MessagePage } from "#components/shared/message-page.tsx";
import { SearchField } from "#components/store/search/search-field.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { buttonClass } from "#components/ui/button.ts";

/** What a missing page or product shows. */
export function NotHere() {
  return (
    <>
      <PageView />
      <MessagePage
        title="We do not stock that."
        slip={[
          ["1 × this page", "not found"],
          ["Looked in", "every key"],
          ["Status", "404"],
        ]}
      >
        <p className="max-w-[44ch] text-lg text-soft">
          Either it was never here or somebody took it off the shelf. Unlike our products, this page really is not
          available.
        </p>
        <div className="w-full max-w-md">
          <SearchField id="search-again" />
        </div>
        <Link href="/" prefetch={false} className={buttonClass("primary")}>
          Back to the ground floor
        </Link>
      </MessagePage>
    </>
  );
}
