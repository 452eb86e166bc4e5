import type { Metadata } from "next";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { WishlistContents } from "#components/store/wishlist/wishlist-contents.tsx";
import { keys } from "#lib/redis/keys.ts";
import { explainRefused } from "#lib/web/replies/wishlist.ts";
import { currentSession } from "#lib/web/visitor.ts";
import { getWishlist } from "#lib/wishlist/store.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your wishlist", robots: { index: false } };

interface WishlistPageProps {
  searchParams: Promise<{ refused?: string | string[] }>;
}

export default async function WishlistPage({ searchParams }: WishlistPageProps) {
  const [session, { refused }] = await Promise.all([currentSession(), searchParams]);
  // Looking at a wishlist creates no session.
  const wishlist = session ? await getWishlist(session.owner) : { items: [] };
  return (
    <div className="shell pt-8 sm:pt-12">
      <PageView />
      <WishlistContents
        rendered={wishlist}
        refusal={explainRefused(refused)}
        listKey={keys.wishlist(session?.owner.id ?? "nobody")}
        guest={!session?.user}
      />
    </div>
  );
}
