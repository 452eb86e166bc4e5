import { describeShelf, Shelf } from "./shelf.tsx";

// The same page for everyone, made at the first visit and kept: building needs no Redis.
export const dynamic = "force-static";
export const revalidate = 300;
export function generateStaticParams() {
  return [];
}

interface CategoryPageProps {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: CategoryPageProps) {
  return describeShelf((await params).slug);
}

export default async function CategoryPage({ params }: CategoryPageProps) {
  return <Shelf slug={(await params).slug} sort="newest" />;
}
