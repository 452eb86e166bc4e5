import type { Metadata } from "next";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { WishlistContents } from "#components/store/wishlist/wishlist-contents.tsx";
import { keys } from "#lib/redis/keys.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { currentSession } from "#lib/web/request/visitor.ts";
import { explainWishlistParameter } from "#lib/wishlist/explain.ts";
import { getWishlist } from "#lib/wishlist/store.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your wishlist", robots: { index: false } };

interface WishlistPageProps {
  searchParams: Promise<{ refused?: string | string[] }>;
}

export default async function WishlistPage({ searchParams }: WishlistPageProps) {
  const { refused } = await searchParams;
  const session = await currentSession(await nextContext());
  // Viewing the wishlist does not create a session.
  const wishlist = session ? await getWishlist(session.owner) : { items: [] };
  return (
    <div className="shell pt-8 sm:pt-12">
      <PageView />
      <WishlistContents
        rendered={wishlist}
        refusal={explainWishlistParameter(refused)}
        wishlistKey={keys.wishlist(session?.owner.id ?? "nobody")}
        isGuest={!session?.user}
      />
    </div>
  );
}
